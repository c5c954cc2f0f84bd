import { proveQueries } from './prove-queries.ts';

proveQueries(['prometheus', 'influxdb']);
