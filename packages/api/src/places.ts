import { z } from 'zod';
import { displayNameSchema } from './name-schemas.ts';

/** A customer with its sites. */
export const customerSchema = z.object({
  id: z.string(),
  name: z.string(),
  sites: z.array(z.object({ id: z.string(), name: z.string() })),
});
export const customersSchema = z.object({ items: z.array(customerSchema) });
export type Customers = z.infer<typeof customersSchema>;

/** Another name for a customer or a site; its id stays. */
export const renameSchema = z.object({ name: displayNameSchema });
