import {
  type Article,
  type ArticleChange,
  articleListSchema,
  articleSchema,
  type Language,
} from '@watchcase/api';
import { address, type Page, type Parameters } from './client.ts';
import { request } from './request.ts';

export function readArticles(parameters: Parameters, signal: AbortSignal): Promise<Page<Article>> {
  return request(address('/articles', parameters), articleListSchema, { signal });
}

export function readArticle(id: number, signal: AbortSignal): Promise<Article> {
  return request(`/articles/${id}`, articleSchema, { signal });
}

/** Changes an article, reviews or retires it. */
export function changeArticle(id: number, change: Partial<ArticleChange>): Promise<Article> {
  return request(`/articles/${id}`, articleSchema, { method: 'PATCH', body: change });
}

/** Makes an article of a resolved case, with its title in the language; the same one when it was made before. */
export function articleOfCase(id: number, language: Language): Promise<Article> {
  return request(address(`/cases/${id}/article`, { language }), articleSchema, { method: 'POST', body: {} });
}

/** It helped in a case. */
export function useArticle(id: number, caseId: number): Promise<Article> {
  return request(`/articles/${id}/used`, articleSchema, { method: 'POST', body: { case: caseId } });
}
