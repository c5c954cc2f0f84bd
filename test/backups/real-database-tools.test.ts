import { checkTools } from './real/check-tools.ts';
import { seeMariaDb } from './real/mariadb.ts';
import { seePostgreSql } from './real/postgresql.ts';

checkTools([
  { title: 'tools of a MariaDB', needs: ['mariadb', 'mariadb-backup'], see: seeMariaDb },
  { title: 'tools of a PostgreSQL', needs: ['postgres', 'pgbackrest', 'barman'], see: seePostgreSql },
]);
