export { composePage } from './compose.ts';
export {
  type ChannelInstance,
  channelInstanceSchema,
  type DutyPerson,
  dutySchema,
} from './config.ts';
export { type Channel, defineChannel } from './contract.ts';
export { type AcknowledgeLink, type LinkFault, signLink, verifyCustomerLink, verifyLink } from './links.ts';
export { type Contact, createLetters, type Letters, LETTERS, planLetters } from './letters/index.ts';
export { createMailer, type Mailer } from './mailer.ts';
export { type ForgottenCase, pageForgotten } from './page-forgotten.ts';
export { respondDue } from './respond-due.ts';
export { planPages, type RecordLine } from './plan.ts';
export { addressFault } from './addressed.ts';
export { createMethodCodes, type IsVerified, type MethodCodes, verifiedReader } from './methods/index.ts';
export {
  createRoster,
  type PersonalWay,
  type Roster,
  type RosterParts,
  type RosterSource,
} from './roster.ts';
export { separateRecipients } from './separate-recipients.ts';
export { createSender, type Sender } from './sender.ts';
export { withinTime } from './send-once.ts';
export { askService, jsonRequest, type ServiceRequest } from './services/exchange.ts';
export { type Trial, tryChannel } from './try-channel.ts';
