import { type AbortableOperationOptions, CompiledQuery, type DatabaseConnection, type Driver, SqliteDialect, SqliteDriver } from 'kysely';
import { sqliteError } from './errors.ts';
import type { SqliteConnection } from './connection.ts';

/** kysely's SQLite dialect, but transactions take the write lock when they begin, and errors are ours. */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #db: SqliteConnection;

  constructor(db: SqliteConnection) {
    super({ database: db });
    this.#db = db;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#db);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #path: string;

  constructor(db: SqliteConnection) {
    super({ database: db });
    this.#path = db.name;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return translating(await super.acquireConnection(), this.#path);
  }

  /** A deferred transaction that reads first and then writes fails at once when another process wrote in between; waiting does not help it. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function translating(connection: DatabaseConnection, path: string): DatabaseConnection {
  return {
    async executeQuery<Row>(query: CompiledQuery, options?: AbortableOperationOptions) {
      try {
        return await connection.executeQuery<Row>(query, options);
      } catch (error) {
        throw sqliteError('store.query', error, path);
      }
    },
    streamQuery: (query, chunkSize, options) => connection.streamQuery(query, chunkSize, options),
  };
}
