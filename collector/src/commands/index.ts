import { parseArgs } from 'node:util';
import { UserError } from '@watchcase/runtime';
import { type CommandNeeds, HELP } from './needs.ts';

export { HELP } from './needs.ts';

/** Runs one command line; gives the exit code. Each command is loaded when asked for: a question to a running collector need not wait for what only the collector uses. Errors are UserErrors. */
export async function runCommand(args: readonly string[], needs: CommandNeeds): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.version) return print(needs, needs.version);
  const [command, ...rest] = positionals;
  if (values.help) return print(needs, HELP);
  // Whoever gives options means a command: a script that lost its own must not take the help for success.
  if (command === undefined) return print(needs, HELP, args.length === 0 ? 0 : 1);
  switch (command) {
    case 'start':
      return (await import('./start.ts')).startCommand(values, needs);
    case 'config':
      return (await import('./config.ts')).configCommand(rest, values, needs);
    case 'rules':
      return (await import('./rules.ts')).rulesCommand(rest, values, needs);
    case 'host':
    case 'customer':
      if (rest[0] === 'rotate' && rest[1] !== undefined)
        return (await import('./remote.ts')).rotateCommand(rest[1], values, needs);
      return (await import('./remote.ts')).changeCommand(command, rest, values, needs);
    case 'enrolment':
      if (rest[0] === 'revoke')
        return (await import('./remote.ts')).changeCommand(command, rest, values, needs);
      return (await import('./remote.ts')).newEnrolmentCommand(rest, values, needs);
    case 'ping':
      return (await import('./ping.ts')).pingCommand(rest, values, needs);
    case 'sla':
      return (await import('./sla.ts')).slaCommand(rest, values, needs);
    case 'channel':
      return (await import('./channel.ts')).channelCommand(rest, values, needs);
    case 'calendar':
      if (rest.join(' ') === 'check')
        return (await import('./check-calendars.ts')).checkCalendars(values, needs);
      return (await import('./calendar.ts')).calendarCommand(rest, values, needs);
    case 'oncall':
      return (await import('./oncall.ts')).oncallCommand(rest, values, needs);
    case 'dashboards':
      return (await import('./dashboards.ts')).dashboardsCommand(rest, values, needs);
    case 'apply':
      return (await import('./directory.ts')).applyCommand(values, needs);
    case 'export':
      return (await import('./directory.ts')).exportCommand(values, needs);
    case 'import':
      return (await import('./directory.ts')).importCommand(rest, values, needs);
    case 'packages':
      return (await import('./packages.ts')).packagesCommand(rest, values, needs);
    case 'tls':
      return (await import('./tls.ts')).tlsCommand(rest, values, needs);
    case 'backup':
      return (await import('./backup.ts')).backupCommand(rest, values, needs);
    case 'backups':
      return (await import('./backups.ts')).backupsCommand(rest, values, needs);
    case 'drill':
      return (await import('./drill.ts')).drillCommand(rest, values, needs);
    case 'login-link':
      return (await import('./remote.ts')).loginLinkCommand(values, needs);
    default:
      throw new UserError({
        code: 'COMMAND_UNKNOWN',
        place: command,
        message: 'there is no such command',
        fix: 'see watchcase --help',
      });
  }
}

function print(needs: CommandNeeds, text: string, exitCode = 0): number {
  needs.print(text);
  return exitCode;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options: {
        data: { type: 'string', default: './data' },
        config: { type: 'string' },
        'http-port': { type: 'string' },
        'mqtt-port': { type: 'string' },
        agent: { type: 'boolean', default: true },
        customer: { type: 'string' },
        'customer-id': { type: 'string' },
        site: { type: 'string' },
        'site-id': { type: 'string' },
        minutes: { type: 'string', default: '60' },
        url: { type: 'string' },
        against: { type: 'string', multiple: true },
        datasource: { type: 'string', default: 'prometheus' },
        lang: { type: 'string', default: 'en' },
        database: { type: 'string' },
        'mounted-at': { type: 'string' },
        at: { type: 'string' },
        calendar: { type: 'string' },
        rota: { type: 'string' },
        team: { type: 'string' },
        skill: { type: 'string' },
        region: { type: 'string' },
        severity: { type: 'string' },
        zone: { type: 'string' },
        into: { type: 'string' },
        file: { type: 'string', short: 'f' },
        'dry-run': { type: 'boolean', default: false },
        prune: { type: 'boolean', default: false },
        to: { type: 'string' },
        key: { type: 'string' },
        name: { type: 'string', multiple: true },
        careful: { type: 'boolean', default: false },
        'package-version': { type: 'string' },
        platform: { type: 'string' },
        first: { type: 'string' },
        days: { type: 'string', default: '14' },
        host: { type: 'string' },
        state: { type: 'string' },
        policy: { type: 'string' },
        like: { type: 'string' },
        schedule: { type: 'string' },
        outcome: { type: 'string' },
        duration: { type: 'string' },
        tool: { type: 'string' },
        size: { type: 'string' },
        'snapshot-at': { type: 'string' },
        note: { type: 'string' },
        evidence: { type: 'string', multiple: true },
        'for-customer': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UserError({
      code: 'OPTION_UNKNOWN',
      place: 'command line',
      message: (error as Error).message,
      fix: 'see watchcase --help',
    });
  }
}
