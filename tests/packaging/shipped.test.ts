import { expect, test } from 'vitest';
import { shippedAlone } from '../../tools/shipped/bill-of-materials.ts';
import { packageIn } from '../../tools/shipped/packages.ts';

test.each([
  ['../../node_modules/react/cjs/react.production.js', 'node_modules/react'],
  ['../../../node_modules/@internationalized/date/src/index.ts', 'node_modules/@internationalized/date'],
  ['../../node_modules/a/node_modules/@b/c/index.js', 'node_modules/a/node_modules/@b/c'],
  ['../../renderer/app.tsx', null],
])('of %s the package contains the built file', (source, place) => {
  expect(packageIn(source)).toBe(place);
});

const component = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0', scope: 'optional' });
const whole = {
  metadata: { component: { 'bom-ref': 'ferry@1.0.0' } },
  components: ['react', 'scheduler', 'vitest'].map(component),
  dependencies: [
    { ref: 'ferry@1.0.0', dependsOn: ['react@1.0.0', 'vitest@1.0.0'] },
    { ref: 'react@1.0.0', dependsOn: ['scheduler@1.0.0'] },
    { ref: 'vitest@1.0.0' },
  ],
};
const shipped = (name: string) => ({ name, version: '1.0.0', license: 'MIT', folder: '' });

test('the list of what is shipped leaves out the tools, and holds together', () => {
  const bill = shippedAlone(whole, ['react', 'scheduler'].map(shipped));
  expect(bill.components.map(({ name, scope }) => [name, scope])).toEqual([
    ['react', 'required'],
    ['scheduler', 'required'],
  ]);
  expect(bill.dependencies).toEqual([
    { ref: 'ferry@1.0.0', dependsOn: ['react@1.0.0'] },
    { ref: 'react@1.0.0', dependsOn: ['scheduler@1.0.0'] },
  ]);
});

test('a package that is shipped and not in the whole list fails it', () => {
  expect(() => shippedAlone(whole, [shipped('unknown')])).toThrow(/unknown/);
});
