import { expect, it } from 'vitest';
import { customerOfContact } from './customer-of-contact.ts';
import { emptySnapshot, withRecords } from './snapshot.ts';

const contacts = [
  { id: 'wang', customer: 'hongda', mail: 'Wang@Hongda.example' },
  { id: 'left', customer: 'hongda', mail: 'left@hongda.example', retired: true },
  { id: 'silent', customer: 'hongda' },
  { id: 'both1', customer: 'hongda', mail: 'it@partner.example' },
  { id: 'both2', customer: 'acme', mail: 'it@partner.example' },
];
const of = { version: 1, changedAt: 0, changedBy: 'ada', door: 'apply' as const };
const known = withRecords(
  emptySnapshot,
  contacts.map((data) => ({
    kind: 'contacts' as const,
    id: data.id,
    data: { name: data.id, ...data },
    ...of,
  })),
  1,
);

it.each([
  ['however it is written', 'wang@hongda.EXAMPLE', 'hongda'],
  ['not of one who has left', 'left@hongda.example', undefined],
  ['not of a stranger', 'nobody@hongda.example', undefined],
  ['not of nobody', '', undefined],
  ['not where two customers have it', 'it@partner.example', undefined],
])("a contact's customer: %s", (_name, address, customer) => {
  expect(customerOfContact(known, address)).toBe(customer);
});
