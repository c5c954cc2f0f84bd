export { asNobody } from './as-nobody.ts';
export { createCertificateAuthority, type IssuedCertificate } from './certificate-authority.ts';
export {
  describeWith,
  findProgram,
  type NeededProgram,
  programPackages,
  programPath,
} from './describe-with.ts';
export { eventually } from './eventually.ts';
export { ManualClock } from './manual-clock.ts';
export { processesWith } from './processes-with.ts';
export { newResticRepository, RESTIC_PASSWORD } from './restic-repository.ts';
export { type ServedPaths, servePaths } from './serve-paths.ts';
export { temporaryFolder } from './temporary-folder.ts';
