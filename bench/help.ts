/** What `npm run bench` says of itself. */
export const HELP = `npm run bench -- NAME [--quick] [--seed N] [--deployment embedded|services] [--database sqlite|postgres] [--hosts N] [--minutes N] [--kills N] [--against FOLDER] [--packaged DEB]

  agent    one agent with all default probes every 10 s on an idle host, beside its peers (strace and peers where installed),
           and beside the one in --packaged DEB, for --minutes or ten; or three of it at the same time as three of each form in --against FOLDER,DEB,…
  backups  5 000 backup jobs of 400 days in each database: how long judging all of them, one day's change and the matrix take;
           some minutes for each, --database for one alone, --quick with 500
  cases    what a case costs the collector in each database, from its opening to the end that is told, beside the builds in --against FOLDER,…
           at the same time; six minutes
  chains   cases that follow an escalation chain while collector, PostgreSQL and the channel's far side are killed, each in a loop of its own;
           200 kills take five minutes for each database on a quiet machine
  chaos    everything killed at random, full disks, a time-series database away; compared with an undisturbed run beside it
           (needs root for the tmpfs, mosquitto, VictoriaMetrics)
  deaf     six clients that send and never read, each kind of packet: what the collector grows by, how fast others are answered
  desk     10 000 open and a million closed cases: how long lists, searches, a case and figures take; some minutes, --quick with 100 000
  duty     10 000 open cases in each database: how long the auditor takes to look at all of them; how late the steps of their chains are
  faults   real faults of this machine while collector and agent are killed (needs root for the tmpfs, and restic)
  fleet    thousands of simulated hosts: cost of a million values, time from breach to page (needs mosquitto, VictoriaMetrics, cc)
  latency  the same with four breaches a second: time from breach to page
  kills    played hosts with known samples while the collector is killed
  layouts  three container hosts with 600 layouts that nobody uses any more: the collector's memory, and that of the build in --against FOLDER
  noisy    one host with thousands of flapping alerts beside quiet ones, by this build and by the one in --against FOLDER
  overload 2.5 times what a collector with a fifth of a core carries, for a minute; --hosts are the most, and the build in --against FOLDER before (needs root)
  peers    the fleet's job done by Prometheus with Alertmanager and by Zabbix (those that are installed)
  queries  every question of every dashboard over 1 000 played hosts, and over six hours of 10 000 loaded into VictoriaMetrics
  restic   a restic repository with 10 000 snapshots: what reading it costs the agent and its restic beside restic alone (needs restic); --quick with 1 000
  return   a fleet comes back after an hour without a broker; one host after a day
  rotas    a year of 10 000 rotas: who is on duty when and what is missing, and what one moment of one costs

Chaos takes half an hour (--hosts and --minutes make it smaller), with --quick two minutes. Fifty kills, with --quick eight (--kills); six fleets (--hosts picks), with --quick one. Each run ends with
one line of JSON; the exit code is 1 when its "faults" are not empty or its pages are not complete.`;

// What was started or mounted is ended by those who did it when this process exits, which a signal alone would not tell them.
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const)
  process.once(signal, () => process.exit(128 + number));
