import type { CaseGroup } from '../kit.ts';
import { deletes } from './deletes.ts';
import { events } from './events.ts';
import { feed } from './feed.ts';
import { http } from './http.ts';
import { idempotency } from './idempotency.ts';
import { invitations } from './invitations.ts';
import { merging } from './merging.ts';
import { optional } from './optional.ts';
import { people } from './people.ts';
import { preferences } from './preferences.ts';
import { removal } from './removal.ts';
import { rounds } from './rounds.ts';
import { sessions } from './sessions.ts';
import { snapshot } from './snapshot.ts';
import { transactions } from './transactions.ts';
import { unseenWork } from './unseen-work.ts';
import { validation } from './validation.ts';

/** Every rule that a server of this protocol is tested for. */
export const allCases: readonly CaseGroup[] = [
  sessions,
  http,
  idempotency,
  transactions,
  merging,
  unseenWork,
  deletes,
  validation,
  feed,
  snapshot,
  rounds,
  events,
  removal,
  invitations,
  people,
  preferences,
  optional,
];
