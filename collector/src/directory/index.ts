export { customerOfContact } from './customer-of-contact.ts';
export { createDirectory, type Directory, notFound, type Outcome } from './directory.ts';
export { type Duties, dutiesOf, type DutyOfRota } from './duties.ts';
export { dutyFairness } from './duty-fairness.ts';
export { dutyFeed, type DutySubject } from './duty-feed.ts';
export { findReachFaults, type ReachFinding } from './find-reach-faults.ts';
export { findCoverage } from './find-coverage.ts';
export { type DutyFinding, findDutyFaults, LOOKED_AHEAD_MS, toldNow } from './find-duty-faults.ts';
export { openDirectory } from './open.ts';
export { foldText } from './fold-text.ts';
export { idOfName, nextId } from './id-of-name.ts';
export { nameOf, zoneOf } from './name-of.ts';
export {
  customerFor,
  DEFAULT_CUSTOMER,
  DEFAULT_SITE,
  listCustomers,
  recordHost,
  siteFor,
  type Wanted,
} from './places.ts';
export { FILE_CODES } from './read-files.ts';
export { customerOf, type DirectoryRecord, isRetired, type Writing } from './record.ts';
export { type Snapshot } from './snapshot.ts';
export { type Playbook, playbookOf, playbooksFor } from './playbooks-for.ts';
export { type CaseSubject, policyTerms, type PolicyTerms, type Terms, termsOf } from './terms.ts';
export { writeRecordYaml, writeYaml, writeYamlFiles } from './write-yaml.ts';
export { shippedRecords } from './shipped-records.ts';
