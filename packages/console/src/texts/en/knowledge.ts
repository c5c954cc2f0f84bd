/** Articles. */
export const knowledge = {
  title: 'Knowledge',
  search: 'Words',
  none: 'Nothing is written yet',
  noneText: 'A resolved case becomes an article with one click on its page.',
  state: { draft: 'Draft', reviewed: 'Reviewed', retired: 'Retired' },
  uses: (count: number) => (count === 1 ? 'helped once' : `helped ${count} times`),
  articleTitle: 'Title',
  symptom: 'Symptom',
  review: 'Reviewed',
  retire: 'Retire',
};
