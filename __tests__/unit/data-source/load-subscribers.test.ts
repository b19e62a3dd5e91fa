import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSubscribers } from '../../../lib/data-source/load-subscribers';
import { EventSubscriber } from '../../../lib/index';
import { rejectionOf } from '../support/reading';

@EventSubscriber()
class First {
  afterInsert(): void {
    // Heard.
  }
}

class Second {
  beforeRemove(): void {
    // Heard.
  }
}

class Deaf {
  onInsert(): void {
    // Nobody calls this.
  }
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'subscribers-'));
  const caspy = JSON.stringify(require.resolve('../../../lib/index'));
  const body = `
    const { EventSubscriber } = require(${caspy});
    class FromFile { afterLoad() {} }
    EventSubscriber()(FromFile);
    exports.FromFile = FromFile;
    exports.NotMarked = class NotMarked { afterLoad() {} };`;
  writeFileSync(join(folder, 'some.subscriber.js'), body);
  writeFileSync(join(folder, 'other.js'), 'exports.x = 1;');
  writeFileSync(join(folder, 'broken.js'), "throw new Error('broken on purpose');");
  writeFileSync(join(folder, 'raw.ts'), 'this is no code');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('classes and globs become one instance each, in their order', async () => {
  const loaded = await loadSubscribers([First, '*.subscriber.js', Second, First], folder);
  expect(loaded.map((each) => each.constructor.name)).toEqual(['First', 'FromFile', 'Second']);
});

test.each([
  ['a glob without a match', 'none/*.js', /matches no class with @EventSubscriber\(\)/],
  ['a glob without subscribers', 'other.js', /matches no class with @EventSubscriber\(\)/],
  [
    'a class that listens to nothing',
    Deaf,
    /^ConfigurationError: Deaf listens to nothing: it has none of beforeInsert/,
  ],
  ['what is neither', 5 as never, /one of its items is neither/],
  [
    'a file that cannot be loaded',
    'broken.js',
    /^ConfigurationError: The subscriber file .*broken\.js could not be loaded: broken on purpose/,
  ],
  ['a file that is not compiled', 'raw.ts', /point 'subscribers' at its output/],
])('%s is refused', async (_, source, message) => {
  expect(await rejectionOf(loadSubscribers([source], folder))).toMatch(message);
});
