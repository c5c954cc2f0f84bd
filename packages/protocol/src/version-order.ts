const FORM = /^(?<numbers>\d{1,9}\.\d{1,9}\.\d{1,9})(?:-(?<stage>[\da-z]+(?:[.-][\da-z]+)*))?$/i;

/** True for a version such as `0.3.0` or `0.3.0-rc.1`: what may stand in the name of a package. */
export function isVersion(text: string): boolean {
  return text.length <= 64 && FORM.test(text);
}

/** Below 0 when `a` is older than `b`, 0 when they are one version, above 0 when it is newer (semver 2, section 11). What is no version is older than all that are. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined);
  return compareParts(left.numbers, right.numbers) || compareStages(left.stage, right.stage);
}

function partsOf(text: string): { numbers: string[]; stage: string[] } | undefined {
  const groups = FORM.exec(text)?.groups;
  if (groups === undefined) return undefined;
  return { numbers: (groups['numbers'] ?? '').split('.'), stage: groups['stage']?.split('.') ?? [] };
}

/** A version with a stage comes before the one without. */
function compareStages(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Number(a.length === 0) - Number(b.length === 0);
  return compareParts(a, b);
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left === right) continue;
    const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
    if (!isNumber) return left < right ? -1 : 1;
    if (Number(left) !== Number(right)) return Number(left) - Number(right);
  }
  return a.length - b.length;
}
