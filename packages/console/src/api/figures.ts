import { type Case, caseListSchema, type Figures, figuresSchema } from '@watchcase/api';
import { address, type Page, type Parameters } from './client.ts';
import { request } from './request.ts';

/** Figures of a period; see figuresQuerySchema for the parameters. */
export function readFigures(parameters: Parameters, signal: AbortSignal): Promise<Figures> {
  return request(address('/figures', parameters), figuresSchema, { signal });
}

/** Exactly the cases that a figure counts. */
export function readFigureCases(parameters: Parameters, signal: AbortSignal): Promise<Page<Case>> {
  return request(address('/figures/cases', parameters), caseListSchema, { signal });
}

/** Where the same figures are to be had as a table. */
export function figuresTableAddress(parameters: Parameters): string {
  return `/api/v1${address('/figures.csv', parameters)}`;
}
