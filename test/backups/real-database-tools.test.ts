import { checkTools } from './real/check-tools.ts';
import { databaseTools } from './real/subjects.ts';

checkTools(databaseTools);
