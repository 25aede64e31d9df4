import type { TableShape } from './database.ts';

/** The tables of `migrations/server`, parents before children; also the order of backups. */
export const firmsTable: TableShape = {
  name: 'firms',
  columns: {
    firm_id: 'text',
    name: 'text',
    seq: 'bigint',
    epoch: 'text',
    epoch_seq: 'bigint',
    epoch_at: 'bigint',
    horizon: 'bigint',
    secret: 'text',
    created_at: 'bigint',
    earlier_epochs: 'text',
  },
  defaults: { earlier_epochs: '[]' },
  key: ['firm_id'],
};

export const peopleTable: TableShape = {
  name: 'people',
  columns: {
    firm_id: 'text',
    person_id: 'text',
    email: 'text',
    name: 'text',
    role: 'text',
    password: 'text',
    active: 'bigint',
    created_at: 'bigint',
  },
  key: ['firm_id', 'person_id'],
};

export const sessionsTable: TableShape = {
  name: 'sessions',
  columns: {
    session_id: 'text',
    firm_id: 'text',
    person_id: 'text',
    device_id: 'text',
    created_at: 'bigint',
    revoked_at: 'bigint',
    line_id: 'text',
  },
  key: ['session_id'],
};

export const tokensTable: TableShape = {
  name: 'tokens',
  columns: {
    token_hash: 'text',
    session_id: 'text',
    firm_id: 'text',
    issued_at: 'bigint',
    expires_at: 'bigint',
    first_used_at: 'bigint',
  },
  key: ['token_hash'],
};

export const signInFailuresTable: TableShape = {
  name: 'sign_in_failures',
  columns: { subject: 'text', failures: 'bigint', since: 'bigint' },
  key: ['subject'],
};

export const signInPlacesTable: TableShape = {
  name: 'sign_in_places',
  columns: { subject: 'text', seen_at: 'bigint' },
  key: ['subject'],
};

export const serverSecretsTable: TableShape = {
  name: 'server_secrets',
  columns: { name: 'text', value: 'text' },
  key: ['name'],
};

export const devicesTable: TableShape = {
  name: 'devices',
  columns: {
    firm_id: 'text',
    device_id: 'text',
    person_id: 'text',
    name: 'text',
    last_round: 'bigint',
    round_mark: 'text',
    ticket_round: 'bigint',
    acked_through: 'bigint',
    seen_at: 'bigint',
    epoch: 'text',
    unread: 'text',
  },
  defaults: { unread: '[]' },
  key: ['firm_id', 'device_id'],
};

export const deviceRemovalsTable: TableShape = {
  name: 'device_removals',
  columns: {
    firm_id: 'text',
    removal_id: 'text',
    device_id: 'text',
    asked_by: 'text',
    asked_at: 'bigint',
    done_at: 'bigint',
    kept_changes: 'bigint',
  },
  key: ['firm_id', 'removal_id', 'device_id'],
};

export const invitationsTable: TableShape = {
  name: 'invitations',
  columns: {
    firm_id: 'text',
    invitation_id: 'text',
    person_id: 'text',
    email: 'text',
    name: 'text',
    role: 'text',
    secret_hash: 'text',
    code_handle: 'text',
    code_hash: 'text',
    invited_by: 'text',
    invited_at: 'bigint',
    expires_at: 'bigint',
    used_at: 'bigint',
    withdrawn_at: 'bigint',
  },
  key: ['firm_id', 'invitation_id'],
};

export const peopleActsTable: TableShape = {
  name: 'people_acts',
  columns: {
    firm_id: 'text',
    act_id: 'text',
    at: 'bigint',
    by_person: 'text',
    act: 'text',
    person_id: 'text',
    details: 'text',
  },
  key: ['firm_id', 'act_id'],
};

export const preferencesTable: TableShape = {
  name: 'preferences',
  columns: {
    firm_id: 'text',
    person_id: 'text',
    kind: 'text',
    id: 'text',
    value: 'text',
    changed_at: 'bigint',
  },
  key: ['firm_id', 'person_id', 'kind', 'id'],
};

export const recordsTable: TableShape = {
  name: 'records',
  columns: {
    firm_id: 'text',
    table_name: 'text',
    record_id: 'text',
    version: 'bigint',
    deleted: 'bigint',
    data: 'text',
    stamps: 'text',
    written_by: 'text',
    written_at: 'bigint',
  },
  key: ['firm_id', 'table_name', 'record_id'],
};

export const linksTable: TableShape = {
  name: 'links',
  columns: {
    firm_id: 'text',
    target_table: 'text',
    target_id: 'text',
    table_name: 'text',
    record_id: 'text',
    field: 'text',
  },
  key: ['firm_id', 'target_table', 'target_id', 'table_name', 'record_id', 'field'],
};

export const acksTable: TableShape = {
  name: 'acks',
  columns: {
    firm_id: 'text',
    change_id: 'text',
    fingerprint: 'text',
    table_name: 'text',
    record_id: 'text',
    device_id: 'text',
    round: 'bigint',
    result: 'text',
    at: 'bigint',
  },
  key: ['firm_id', 'change_id'],
};

export const activityTable: TableShape = {
  name: 'activity',
  columns: {
    firm_id: 'text',
    table_name: 'text',
    record_id: 'text',
    seq: 'bigint',
    position: 'bigint',
    change_id: 'text',
    operation: 'text',
    person_id: 'text',
    device_id: 'text',
    fields: 'text',
    at: 'bigint',
  },
  key: ['firm_id', 'table_name', 'record_id', 'seq', 'position'],
};

export const digestsTable: TableShape = {
  name: 'digests',
  columns: { firm_id: 'text', table_name: 'text', sum: 'text' },
  key: ['firm_id', 'table_name'],
};

export const allTables: readonly TableShape[] = [
  firmsTable,
  peopleTable,
  devicesTable,
  deviceRemovalsTable,
  sessionsTable,
  tokensTable,
  signInFailuresTable,
  signInPlacesTable,
  serverSecretsTable,
  invitationsTable,
  peopleActsTable,
  preferencesTable,
  recordsTable,
  linksTable,
  acksTable,
  activityTable,
  digestsTable,
];
