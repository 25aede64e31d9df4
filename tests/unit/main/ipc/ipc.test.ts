import type { IpcMain, IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { expect, test, vi } from 'vitest';
import { OPERATION_NAMES, type OperationName, operationChannel } from '#app/contract/channels.ts';
import { FerryFailure, type Result } from '#app/contract/errors.ts';
import { OPERATION_ACCESS, type OperationAccess } from '#app/contract/operation-access.ts';
import type { OperationHandlers } from '#app/contract/operations.ts';
import { answerCalls } from '../../../../main/ipc/ipc.ts';
import { recordingLog } from '../support.ts';

type Listener = Parameters<IpcMain['handle']>[1];

const aFrame = (url: string) => ({ url }) as WebFrameMain;
const ourFrame = aFrame('ferry://app/index.html');

/** The gate with handlers that note their calls, and a way to knock at it. */
function aGate(
  overrides: Partial<OperationHandlers> = {},
  mainFrame: WebFrameMain | null = ourFrame,
  mayCall: (access: OperationAccess) => boolean = () => true,
) {
  const listeners = new Map<string, Listener>();
  const called = vi.fn<(name: string, args: unknown[]) => unknown>();
  const noting = OPERATION_NAMES.map((name) => [name, (...args: unknown[]) => called(name, args)]);
  const handlers: OperationHandlers = { ...Object.fromEntries(noting), ...overrides };
  answerCalls({
    ipcMain: { handle: (channel, listener) => void listeners.set(channel, listener) },
    handlers,
    topFrames: () => (mainFrame === null ? [] : [mainFrame]),
    mayCall,
    log: recordingLog(),
  });
  async function knock(name: OperationName, args: unknown[], senderFrame: WebFrameMain | null = ourFrame) {
    const listener = listeners.get(operationChannel(name));
    const answer: Result<unknown> = await listener?.({ senderFrame } as IpcMainInvokeEvent, ...args);
    return answer;
  }
  return { listeners, called, knock };
}

test('every operation of the contract has a handler, and no other channel has one', () => {
  expect([...aGate().listeners.keys()].sort()).toEqual(OPERATION_NAMES.map(operationChannel).sort());
});

test('a call from our window reaches its handler, with defaults filled in', async () => {
  const { called, knock } = aGate();
  called.mockReturnValue(3);
  expect(await knock('cleanupSyncQueue', [])).toEqual({ ok: true, value: 3 });
  expect(called).toHaveBeenCalledWith('cleanupSyncQueue', [{ olderThanDays: 7 }]);
});

test.each([
  ['a frame inside our page', aFrame('ferry://app/index.html')],
  ['a foreign page', aFrame('https://evil.example')],
  ['a frame that is gone', null],
])('%s is refused before its input is examined', async (_who, senderFrame) => {
  const { called, knock } = aGate();
  const answer = await knock('queueChange', [Symbol('not even data')], senderFrame);
  expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.forbidden' } });
  expect(called).not.toHaveBeenCalled();
});

test('our own window is refused once it shows a foreign page, and before a window exists', async () => {
  const navigated = aFrame('https://evil.example/');
  expect(await aGate({}, navigated).knock('getSettings', [], navigated)).toMatchObject({ ok: false });
  expect(await aGate({}, null).knock('getSettings', [])).toMatchObject({ ok: false });
});

const id = '0198c0de-0000-7000-8000-000000000001';

test.each<[string, OperationName, unknown[]]>([
  ['an operation nobody knows', 'queueChange', ['clients', 'truncate', id, {}]],
  ['too few arguments', 'queueChange', ['clients']],
  ['too many', 'getSession', ['extra']],
  ['data that is no object', 'queueChange', ['clients', 'update', id, 'name=Ana']],
  ['a key that reaches the prototype', 'queueChange', ['clients', 'update', id, { constructor: 'x' }]],
  ['a value JSON cannot carry', 'queueChange', ['clients', 'update', id, { name: new Date(0) }]],
  ['a window without end', 'listRecords', ['clients', {}, { limit: 1_000_000 }]],
  ['a setting out of bounds', 'updateSettings', [{ syncIntervalMs: 1 }]],
  ['a setting nobody knows', 'updateSettings', [{ server: 'https://evil.example' }]],
  ['a sign-in without password', 'signIn', [{ server: 'x', email: 'y' }]],
])('%s is refused with the problem, and no handler is called', async (_what, name, args) => {
  const { called, knock } = aGate();
  const answer = await knock(name, args);
  expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.invalid', details: { operation: name } } });
  expect(called).not.toHaveBeenCalled();
});

test('a failure crosses as code, message and action; any other exception as app.failed', async () => {
  const { called, knock } = aGate();
  called.mockImplementationOnce(() => {
    throw new FerryFailure('store.diskFull', 'freeDiskSpace');
  });
  expect(await knock('syncToServer', [])).toEqual({
    ok: false,
    error: { code: 'store.diskFull', action: 'freeDiskSpace' },
  });
  called.mockImplementationOnce(() => {
    throw new TypeError('oops');
  });
  expect(await knock('syncToServer', [])).toMatchObject({ ok: false, error: { code: 'app.failed' } });
});

/** What a window may ask for where nobody is signed in; whatever else there is shows or changes records. */
const OPEN_TO_ANYBODY = [
  'getStatus',
  'getSession',
  'getLock',
  'checkServer',
  'signIn',
  'startAlone',
  'lookAround',
  'takeInvitation',
  'readInvitation',
  'inspectInvitation',
  'redeemInvitation',
  'setUpFirm',
  'signInToProxy',
  'getSettings',
  'listFileProblems',
  'dismissFileProblems',
  'updateSettings',
  'hideQuickAdd',
  'getUpdateState',
  'checkForUpdate',
  'installUpdate',
  'postponeUpdate',
  'getAppInfo',
  'getNotices',
  'listSalvageReports',
  'markSalvageSeen',
  'repairData',
];

test.each(OPERATION_NAMES)('%s is refused if nobody is signed in, unless the operation is public', async (name) => {
  const isForAnybody = OPEN_TO_ANYBODY.includes(name);
  expect(OPERATION_ACCESS[name] === 'anybody').toBe(isForAnybody);
  const { called, knock } = aGate({}, ourFrame, (access) => access === 'anybody');
  const answer = await knock(name, [Symbol('not looked at')]);
  const code = isForAnybody ? 'ipc.invalid' : 'auth.required';
  expect(answer).toMatchObject({ ok: false, error: { code } });
  expect(called).not.toHaveBeenCalled();
});

test('only the file of unsent work is available after access was withdrawn', () => {
  expect(OPERATION_NAMES.filter((name) => OPERATION_ACCESS[name] === 'withdrawn')).toEqual(['saveUnsentWork']);
});
