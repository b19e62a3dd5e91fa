import { BulkRow, LargeScanRow, RuledRow, ScanRow, SingleRow } from './rows';
import type { Server } from './server';
import { DataSource, type DataSourceOptions } from 'caspy';

/** A data source over the tables of the benchmarks. @throws ConfigurationError when it does not know fast decoding. */
export function openDataSource(
  { contactPoints, ...server }: Server,
  { fastDecode = false, synchronize = false }: { readonly fastDecode?: boolean; readonly synchronize?: boolean } = {},
): Promise<DataSource> {
  const options: DataSourceOptions = {
    ...server,
    contactPoints: [...contactPoints],
    entities: [SingleRow, BulkRow, ScanRow, LargeScanRow, RuledRow],
    synchronize,
    ...(fastDecode ? { fastDecode } : {}),
  };
  return new DataSource(options).initialize();
}
