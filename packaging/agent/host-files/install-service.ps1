# Runs the agent from the start of Windows on, as a task of the system's own scheduler: sc.exe runs programs only that speak the service manager's
# language, which Node does not. As administrator. -Remove takes it away again.
param([string]$State = "$env:ProgramData\Watchcase Agent", [switch]$Remove)
$ErrorActionPreference = 'Stop'
$name = 'Watchcase Agent'
if ($Remove) {
  Stop-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue
  Unregister-ScheduledTask -TaskName $name -Confirm:$false
  return
}
if (-not (Test-Path "$State\credential.json")) {
  throw "This host has not joined yet: bin\watchcase-agent.cmd enrol --url URL --token TOKEN --state `"$State`""
}
$program = Join-Path $PSScriptRoot 'bin\watchcase-agent.cmd'
$action = New-ScheduledTaskAction -Execute $program -Argument "run --state `"$State`""
$trigger = New-ScheduledTaskTrigger -AtStartup
$user = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\SYSTEM' -LogonType ServiceAccount
$settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew
Register-ScheduledTask -TaskName $name -Action $action -Trigger $trigger -Principal $user -Settings $settings -Force | Out-Null
Start-ScheduledTask -TaskName $name
