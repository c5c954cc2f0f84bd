import type { knowledge as english } from '../en/knowledge.ts';

export const knowledge: typeof english = {
  title: '案例库',
  search: '关键词',
  none: '尚无条目',
  noneText: '在已解决的故障单页面上可一键生成条目。',
  state: { draft: '草稿', reviewed: '已审核', retired: '已停用' },
  uses: (count) => `有帮助 ${count} 次`,
  articleTitle: '标题',
  symptom: '现象',
  review: '审核通过',
  retire: '停用',
};
