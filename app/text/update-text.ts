import type { UpdateFailure, UpdateState } from '../contract/updates.ts';
import type { Formats } from './formats.ts';
import type { Text } from './text.ts';

/** The meaning of an updater state, in one or two sentences. */
export function updateText(state: UpdateState, { t }: Text, formats: Pick<Formats, 'timeOrDayAndTime'>): string {
  switch (state.kind) {
    case 'unavailable':
      return t(`update.unavailable.${state.reason}`);
    case 'current':
      return t('update.current', { when: formats.timeOrDayAndTime(state.checkedAtMs) });
    case 'downloading':
      return t('update.downloading', { version: state.version, percent: state.percent });
    case 'ready':
      return state.failure === null
        ? t('update.ready', { version: state.version })
        : failed(state.version, state.failure);
    case 'installing':
      return t('update.installing', { version: state.version });
    case 'failed':
      return failed(state.version, state.failure);
    default:
      return t(`update.${state.kind}`);
  }

  function failed(version: string | null, failure: UpdateFailure): string {
    const reason = t(`update.failed.${failure}`);
    return version === null ? reason : t('update.failedVersion', { version, reason });
  }
}
