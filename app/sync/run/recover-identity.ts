import { type ErrorCode, toFerryError } from '#app/contract/errors.ts';
import type { IdSource, Log } from '#app/contract/ports.ts';
import type { DigestQuery, DigestRanges, Rotation } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';
import { refoldSome } from '../edits/refold.ts';
import type { RoundTally } from './acks.ts';
import { becomeNewDevice, startOver } from './reset.ts';
import { NOT_CONCLUDED, type RoundResult, type Rounds } from './round.ts';
import type { Slices } from './time-slices.ts';

export interface RecoveryOptions {
  store: Pick<Store, 'state' | 'queue' | 'cache' | 'schema' | 'digests' | 'transaction'>;
  rounds: Rounds;
  inSlices: Slices;
  ids: IdSource;
  log: Log;
  /** Both throw `FerryFailure` if the call failed. */
  rotate: (deviceId: string) => Promise<Rotation>;
  digest: (query: DigestQuery) => Promise<DigestRanges>;
  /** A new token for this device, to be stored. */
  onRotation: (rotation: Rotation) => void;
}

export type Recovery = ReturnType<typeof createRecovery>;

/**
 * Rounds of one run that correct this desk’s identity: it is a copy, or its cursor is ahead of
 * the server. Each correction happens once per run; a server that asks for it again is rejected.
 */
export function createRecovery(options: RecoveryOptions) {
  const { store, rounds, inSlices, ids, log, rotate, digest, onRotation } = options;
  let isMended = new Set<string>();

  async function becomeOwnDevice(): Promise<void> {
    const deviceId = ids.next();
    const rotation = await rotate(deviceId);
    becomeNewDevice(store, deviceId);
    await inSlices(() => refoldSome(store));
    onRotation(rotation);
    log.warn('sync.cloned', { deviceId });
  }

  /** If a response ever named a sequence the server never reached, the server would refuse every later round. */
  async function comeBack(): Promise<boolean> {
    const table = store.schema.entities[0]?.table;
    if (table === undefined) return false;
    const { epoch, seq } = await digest({ table });
    const cursor = store.state.get('cursor');
    if (epoch !== store.state.get('epoch') || seq >= cursor) return false;
    log.warn('sync.cursorAhead', { cursor, seq });
    startOver(store);
    await inSlices(() => refoldSome(store));
    return true;
  }

  async function recover(code: ErrorCode): Promise<boolean> {
    if (isMended.has(code)) return false;
    isMended.add(code);
    if (code === 'request.invalid') return await comeBack();
    if (code !== 'device.cloned') return false;
    await becomeOwnDevice();
    return true;
  }

  return {
    /** Starts a run; see `Rounds.begin`. */
    begin(): boolean {
      isMended = new Set();
      return rounds.begin();
    },

    /** @throws FerryFailure of the round if it could not be corrected */
    async exchange(isPullOnly: boolean, tally: RoundTally): Promise<RoundResult> {
      try {
        return await rounds.exchange(isPullOnly, tally);
      } catch (thrown) {
        if (await recover(toFerryError(thrown).code)) return NOT_CONCLUDED;
        throw thrown;
      }
    },
  };
}
