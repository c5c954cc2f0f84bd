import { activeCodes, loadCodes, subCodes } from '../probes/systemd_units/state-codes.ts';

const YES = new Map([
  [0, 'no'],
  [1, 'yes'],
]);

/** What numbers stand for, by measurement and field. */
const WORDS: Readonly<Record<string, ReadonlyMap<number, string>>> = {
  'disk.read_only': YES,
  'disk.write_lost': YES,
  'disk.readable': YES,
  'clock.reachable': YES,
  'backup_tool.readable': YES,
  'systemd.reachable': YES,
  'systemd_units.stopped': YES,
  'systemd_units.load_code': turned(loadCodes),
  'systemd_units.active_code': turned(activeCodes),
  'systemd_units.sub_code': turned(subCodes),
  'x509_cert.readable': YES,
  'x509_cert.verification_code': listed(['trusted', 'not trusted']),
  'http_response.result_code': listed([
    'good',
    'another body than expected',
    'the body broke off, or could not be searched in time',
    'no connection, or a bad certificate',
    'timed out',
    'the name is unknown',
    'another status than expected',
  ]),
  'net_response.result_code': listed(['connected', 'timed out', 'refused or unreachable']),
};

/** What the value of a series (as `disk.readable{path="/"}`) stands for; undefined where it is a quantity. */
export function codeWord(series: string, value: number | null): string | undefined {
  if (value === null) return undefined;
  return WORDS[series.split('{', 1)[0] ?? '']?.get(value);
}

function listed(words: readonly string[]): ReadonlyMap<number, string> {
  return new Map(words.map((word, code) => [code, word]));
}

function turned(codes: ReadonlyMap<string, number>): ReadonlyMap<number, string> {
  return new Map([...codes].map(([word, code]) => [code, word]));
}
