import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '#app/rules/decide.ts';
import type { Proposal, RecordState } from '#app/rules/record-state.ts';
import { stampsAfter } from '#app/rules/stamps.ts';
import { defineEntity } from '#app/schema/entity.ts';
import { count, select, tags, text } from '#app/schema/field.ts';
import type { RecordData } from '#app/schema/index.ts';
import { plainFacts } from '../../support/trial-entity.ts';
import { afterVerdict, type ModelChange, type ModelPolicy, type ModelRecord, modelVerdict } from './decide-model.ts';

const label = { en: 'x', de: 'x' };
const risk = { low: label, mid: label, high: label };
const entity = defineEntity({
  ...plainFacts,
  table: 'things',
  label,
  singular: label,
  title: 'name',
  fields: {
    name: text(label, { required: true }),
    phone: text(label, { merge: 'server' }),
    minutes: count(label),
    tags: tags(label),
    risk: select(label, risk, { merge: 'ask' }),
  },
});
const policies: Record<string, ModelPolicy> = {
  name: 'mine',
  phone: 'server',
  minutes: 'add',
  tags: 'union',
  risk: 'ask',
};
const born: RecordData = { name: 'n0', phone: 'p0', minutes: 100, tags: ['x'], risk: 'low' };

const values = fc.record(
  {
    name: fc.constantFrom('n0', 'n1', 'n2'),
    phone: fc.constantFrom('p0', 'p1', 'p2'),
    minutes: fc.integer({ min: 90, max: 130 }),
    tags: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')).map((words) => words.sort()),
    risk: fc.constantFrom('low', 'mid', 'high'),
  },
  { requiredKeys: [] },
);
const step = fc.record({
  device: fc.constantFrom('ana', 'ben', 'cem'),
  kind: fc.constantFrom('update' as const, 'update' as const, 'update' as const, 'delete' as const),
  values,
  base: values,
  /** How many versions the person was behind. */
  lag: fc.nat(4),
  origin: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined, freq: 3 }),
});

it('decide agrees with a model written from the design alone, over any sequence of changes', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      let version = 1;
      const stamp = { version, device: 'ana' };
      let record: RecordState = { data: born, deleted: false, version, stamps: { '+': stamp } };
      let model: ModelRecord = {
        fields: Object.fromEntries(
          Object.entries(born).map(([name, value]) => [name, { value, writes: [{ ...stamp, seenVersion: 0 }] }]),
        ),
      };
      for (const { device, kind, values: written, base, lag, origin } of steps) {
        const data: RecordData = kind === 'delete' ? {} : { ...written };
        if (kind === 'update' && Object.keys(data).length === 0) continue;
        const seenVersion = Math.max(0, version - lag);
        const reoffered = origin === undefined ? {} : { origin };
        const proposal: Proposal = { operation: kind, data, base: { ...base }, baseVersion: seenVersion, ...reoffered };
        const change: ModelChange = { kind, values: data, base, seenVersion, device, origin };

        const decision = decide(entity, record, proposal, device);
        const verdict = modelVerdict(policies, model, change);
        if (decision.outcome === 'rejected' || decision.outcome === 'retry') throw new Error(decision.outcome);
        expect({
          values: decision.data,
          isDeleted: decision.deleted,
          conflicts: decision.conflicts.map(({ field }) => field).sort(),
          written: decision.touched.toSorted(),
        }).toEqual({ ...verdict, conflicts: verdict.conflicts.sort(), written: verdict.written.toSorted() });

        version += 1;
        model = afterVerdict(model, change, verdict, version);
        const { data: next, deleted, touched } = decision;
        const isWritten = touched.length > 0;
        if (isWritten) {
          record = { data: next, deleted, version, stamps: stampsAfter(record, touched, proposal, version, device) };
        }
      }
    }),
    { numRuns: 3000 },
  );
});
