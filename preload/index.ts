import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import {
  EVENT_NAMES,
  type EventName,
  eventChannel,
  OPERATION_NAMES,
  type OperationName,
  operationChannel,
} from '#app/contract/channels.ts';
import type { FerryBridge } from '#app/contract/events.ts';

/** Exposes nothing but these functions: no `ipcRenderer`, no channel names. */
function createBridge(): FerryBridge {
  const calls = OPERATION_NAMES.map((name) => [name, call(name)]);
  const subscriptions = EVENT_NAMES.map((name) => [subscriptionName(name), subscription(name)]);
  return Object.freeze(Object.fromEntries([...calls, ...subscriptions]));
}

function call(name: OperationName) {
  return (...args: unknown[]) => ipcRenderer.invoke(operationChannel(name), ...args);
}

function subscription(name: EventName) {
  return (listener: (payload: unknown) => void) => {
    const receive = (_event: IpcRendererEvent, payload: unknown) => listener(payload);
    ipcRenderer.on(eventChannel(name), receive);
    return () => void ipcRenderer.removeListener(eventChannel(name), receive);
  };
}

function subscriptionName(name: EventName): string {
  return `on${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

contextBridge.exposeInMainWorld('ferry', createBridge());
