export { attachmentOf, describeFile, fileRefused, refuseTooMany } from './describe-file.ts';
