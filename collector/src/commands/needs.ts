/** What a command may use of the process it runs in. */
export interface CommandNeeds {
  version: string;
  env: Readonly<Record<string, string | undefined>>;
  print(text: string): void;
  /** A person sees what is printed: it is not kept in a journal or a file that others read. */
  isTerminal: boolean;
  /** Resolves with the signal's name when the process is told to end. */
  ended: Promise<string>;
}

/** The options of all commands, as parsed. */
export interface Options {
  data: string;
  config?: string | undefined;
  'http-port'?: string | undefined;
  'mqtt-port'?: string | undefined;
  agent: boolean;
  customer?: string | undefined;
  'customer-id'?: string | undefined;
  site?: string | undefined;
  'site-id'?: string | undefined;
  minutes: string;
  url?: string | undefined;
  against?: string[] | undefined;
  datasource: string;
  lang: string;
  database?: string | undefined;
  'mounted-at'?: string | undefined;
  at?: string | undefined;
  calendar?: string | undefined;
  rota?: string | undefined;
  team?: string | undefined;
  skill?: string | undefined;
  region?: string | undefined;
  severity?: string | undefined;
  zone?: string | undefined;
  into?: string | undefined;
  file?: string | undefined;
  'dry-run': boolean;
  prune: boolean;
  to?: string | undefined;
  key?: string | undefined;
  name?: string[] | undefined;
  careful: boolean;
  'package-version'?: string | undefined;
  platform?: string | undefined;
  first?: string | undefined;
  days: string;
  host?: string | undefined;
  state?: string | undefined;
  policy?: string | undefined;
  like?: string | undefined;
  schedule?: string | undefined;
  outcome?: string | undefined;
  duration?: string | undefined;
  tool?: string | undefined;
  size?: string | undefined;
  'snapshot-at'?: string | undefined;
  note?: string | undefined;
  evidence?: string[] | undefined;
  'for-customer': boolean;
}

export const HELP = `watchcase - collector of health and backup reports, fault cases with service targets

  watchcase start [--data DIR] [--http-port N] [--mqtt-port N] [--config FILE] [--no-agent]
      run the collector; everything it keeps is in DIR (default ./data)
  watchcase enrolment create [--customer NAME] [--site NAME] [--customer-id ID] [--site-id ID] [--minutes N]
                             [--careful] [--url URL] [--data DIR]
      make a one-time token with which one host may join; names are in any script, ids are made of them; --careful: a command
      for hosts with busybox only, and for networks that are not trusted
  watchcase enrolment revoke NUMBER
      make a token that nobody has used worth nothing
  watchcase host rename ID [NAME] | host move ID SITE | host revoke ID | host rotate ID | host retire ID | host retire-backup ID JOB
      give a host a name (none: the machine's own), another site; take its credential from it, or make the command that gives it another; take it out of service;
      leave out a backup job that nobody makes any more
  watchcase ping create HOST [JOB] | ping list HOST | ping rotate HOST ID | ping end HOST ID
      addresses at which jobs say by themselves that they begin, have ended or failed; without JOB one for all of the host
  watchcase customer rename ID NAME
      give a customer another name; its id stays
  watchcase apply -f FILE|FOLDER [--dry-run] [--prune] [--url URL] [--data DIR]
      take YAML files as all the customers, contracts, people … there shall be: prints what changes, all or nothing;
      --dry-run only prints; what the files do not have stays, and goes with --prune
  watchcase export [--to FOLDER] [--url URL] [--data DIR]
      print them in the same form, or write them as files
  watchcase import customers|contacts|people -f TABLE.csv [--dry-run] [--url URL] [--data DIR]
      take a table; every bad row is listed
  watchcase login-link [--url URL] [--data DIR]
      make a link that signs in to the console, once
  watchcase channel test NAME [--lang en|zh-CN] [--url URL] [--data DIR] | channel list
      send a real page that says that it is a test, and print what the other side said (exit code 1 where it was not taken) |
      print the channels of the config, and who on duty has each
  watchcase sla explain CASE [--zone ZONE] [--url URL] [--data DIR]
      say why each clock of a case stands as it does: every span counted, on which calendar, and what paused it
  watchcase sla preview POLICY --at TIME [--calendar ID] [--zone ZONE] [--url URL] [--data DIR]
      say what would be due when, if it broke then; TIME as in 2026-12-31T17:30+08:00, --calendar the contract's
  watchcase oncall who [--at TIME] [--rota ID] [--team ID] [--skill WORD] [--region WORD] [--severity WORD] [--zone ZONE]
                       [--url URL] [--data DIR]
      say who is on duty then (default: now), by which rota and why, and until when
  watchcase oncall methods PERSON | oncall send-code PERSON METHOD | oncall verify PERSON METHOD CODE [--url URL] [--data DIR]
      say how somebody is reached | send a code to an address of theirs | say which code came: the address is used from then on
  watchcase oncall chain CASE [--zone ZONE] [--url URL] [--data DIR]
      say who was asked for a case, who is next and when, or why nobody is
  watchcase oncall check [--zone ZONE] [--url URL] [--data DIR]
      say where nobody is on duty, or somebody twice, within 60 days (exit code 1)
  watchcase calendar check [--url URL] [--data DIR]
      say which calendars run out, 30 days before their days do (exit code 1); what is due past that is provisional
  watchcase calendar import FILE --into CALENDAR
      print a calendar (a YAML file with one, or cn, de) that knows the days of FILE too: a year of holiday-cn, or iCalendar
  watchcase packages add FILE [--package-version V] [--platform P] [--data DIR] | packages list | packages remove FILE
      give hosts a package of the agent: what its name does not say is given | say what there is, and the key that signs it |
      take one away
  watchcase packages roll-out VERSION [--first HOST] [--url URL] [--data DIR]
      have hosts run this version: one host first, then a tenth of them, then all; it stops by itself where one does not come
      through; needs "upgrades: { enabled: true }" in the collector's config and in the agents'
  watchcase packages roll-outs | packages stop NUMBER [--url URL] [--data DIR]
      say how far versions have come, and why | ask no more hosts
  watchcase tls init [--name NAME]... [--to DIR] [--data DIR]
      make an authority of your own and a certificate for this machine's names and addresses and for those given, in DIR
      (else in tls of the data folder), and print what the config needs
  watchcase tls renew [--name NAME]... [--to DIR] [--data DIR]
      make the certificate anew, for the same key; a running collector takes it up by itself
  watchcase backup create [--to DIR] [--config FILE] [--data DIR] | backup list [--to DIR] [--config FILE]
      copy all that the collector keeps into a folder of its own in DIR (else backup.folder of the config), while it runs |
      say which there are
  watchcase backup verify FOLDER [--key FILE]
      compare a backup with what was written, and read its databases from end to end
  watchcase backup restore FOLDER [--data DIR] [--config FILE] [--key FILE]
      make a data folder of a backup, on any machine; with PostgreSQL into the empty database of the config
  watchcase backup key --to FILE
      make a key for encrypted backups: FILE opens them, the config has the public half (backup.sealTo)
  watchcase backups list [--customer ID] [--site ID] [--host ID] [--state STATE] [--policy ID] [--days N] [--url URL] [--data DIR]
      print how hosts' backup jobs stand, the worst first, and what their last days were (exit code 1 where one is stuck, missed or failed)
  watchcase backups show HOST JOB [--days N] [--url URL] [--data DIR]
      print one of them: what is broken since when, its copies, runs and drills, what a restore would lose
  watchcase backups adopt HOST JOB [--policy ID | --like ID] [--schedule TEXT --zone ZONE] [--url URL] [--data DIR]
      take a job that no policy judges into one, or make one for it; TEXT as crontab or OnCalendar= have it, or an interval such as 6h
  watchcase drill record HOST JOB --outcome passed|failed [--at TIME] [--duration 90m] [--tool NAME] [--size BYTES] [--snapshot-at TIME]
                         [--note TEXT] [--evidence FILE]... [--for-customer] [--url URL] [--data DIR]
      write down a restore drill that people made, with the files that prove it; TIME (when it ended, default now) as in
      2026-12-31T17:30+08:00: with it the same line is one drill, however often it runs; --for-customer: the customer may see the files
  watchcase config sample | watchcase config check --config FILE
      print every setting with its default | check a config file
  watchcase rules check [FOLDER] [--config FILE] [--against HOST|FILE]... [--url URL] [--data DIR]
      check rule packs, and whether they fit what hosts of the running collector report, or a file of their API's answer
  watchcase rules test [FOLDER]
      run the tests beside rule packs

  watchcase dashboards export DIR [--datasource prometheus|influxdb] [--lang en|zh-CN] [--config FILE] [--data DIR]
                                  [--database URL] [--url URL] [--mounted-at DIR]
      write Grafana's dashboards and provisioning files; console (--url) and database (--database) are where the config says,
      --mounted-at says where DIR will lie for Grafana

  --help, --version`;
