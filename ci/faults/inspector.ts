import type { Container } from './container';
import type { Lab } from './lab';

/** Looks at a copy, since whoever opens the file itself would repair what a kill left. */
const check = `
import json, pathlib, shutil, sqlite3, tempfile
with tempfile.TemporaryDirectory(dir='/dev/shm') as folder:
    for path in pathlib.Path('/data').glob('users.db*'):
        shutil.copy(path, folder)
    database = sqlite3.connect(f'{folder}/users.db')
    integrity = database.execute('PRAGMA integrity_check').fetchone()[0]
    users = [{'id': id, 'name': name} for id, name in database.execute('SELECT id, name FROM users')]
    print(json.dumps({'integrity': integrity, 'users': users}))
`;

/** Takes all the room of the disk. */
const fill = `
import os
with open('/data/filler', 'ab', buffering=0) as file:
    for size in (65536, 4096, 512):
        try:
            while True:
                file.write(bytes(size))
        except OSError:
            pass
`;

/** What is in a database file. */
export interface Inspected {
  /** `ok`, or what SQLite says. */
  readonly integrity: string;
  readonly users: readonly { readonly id: number; readonly name: string }[];
}

/** A second container that sees the volume of users-api, with a SQLite of its own. */
export class Inspector {
  private constructor(private readonly container: Container) {}

  /** Starts it; a read-only one cannot change what it looks at. */
  public static async start(
    lab: Lab,
    volume: string,
    access: 'reads' | 'writes' = 'reads',
  ): Promise<Inspector> {
    const mounts = { '/data': access === 'reads' ? `${volume}:ro` : volume };
    const command = ['/app/bin/python', '-c', 'import time; time.sleep(86400)'];
    return new Inspector(
      await lab.launch({ service: 'pythonapp', aliases: ['inspector'], mounts, command }),
    );
  }

  /** Whether the file as it lies there is sound, and what is in it. */
  public async look(): Promise<Inspected> {
    return JSON.parse(await this.python(check)) as Inspected;
  }

  /** Fills the disk. */
  public async fill(): Promise<void> {
    await this.python(fill);
  }

  /** Gives the room back. */
  public async free(): Promise<void> {
    await this.python("import os; os.remove('/data/filler')");
  }

  private python(program: string): Promise<string> {
    return this.container.exec('/app/bin/python', '-c', program);
  }
}
