export { createMethodCodes, type MethodCodes } from './codes.ts';
export { type IsVerified, type MethodPlace, verifiedReader } from './read-verified.ts';
