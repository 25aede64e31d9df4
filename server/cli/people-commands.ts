import { randomBytes } from 'node:crypto';
import { type Role, roleSchema } from '#app/contract/protocol.ts';
import type { RemovalState } from '../storage/device-removals.ts';
import { UsageError } from './arguments.ts';
import { type Command, type CommandContext, chooseFirm } from './command.ts';

/** The given password, or a new one that is printed once. */
function choosePassword({ given, print }: CommandContext): string {
  const chosen = given.text('password');
  if (chosen !== undefined) return chosen;
  const password = randomBytes(12).toString('base64url');
  print(`password: ${password}   (shown once)`);
  return password;
}

function readRole({ given }: CommandContext): Role {
  const role = roleSchema.safeParse(given.text('role') ?? 'staff');
  if (!role.success) throw new UsageError(`--role is one of ${roleSchema.options.join(', ')}.`);
  return role.data;
}

function removalLine({ askedAtMs, askedByName, doneAtMs, keptChanges }: RemovalState): string {
  const asked = `removal of its data asked ${new Date(askedAtMs).toISOString()} by ${askedByName}`;
  if (doneAtMs === null) return `${asked}, not yet confirmed`;
  const kept = keptChanges === 0 ? '' : `; ${keptChanges} unsent changes are kept there for the person to export`;
  return `${asked}, done ${new Date(doneAtMs).toISOString()}${kept}`;
}

export const peopleCommands: Record<string, Command> = {
  'create-firm': {
    usage: '--name FIRM --owner-name NAME --owner-email EMAIL [--password PASSWORD]',
    summary: 'a new firm and its first owner',
    kinds: { name: 'text', 'owner-name': 'text', 'owner-email': 'text', password: 'text' },
    async run(context) {
      const { given, accounts, print } = context;
      const owner = { name: given.required('owner-name'), email: given.required('owner-email') };
      const name = given.required('name');
      const { firmId } = await accounts.createFirm({ name, owner: { ...owner, password: choosePassword(context) } });
      print(`firm ${firmId} created`);
    },
  },
  'add-person': {
    usage: '--name NAME --email EMAIL [--role owner|staff|readOnly] [--firm FIRM] [--password PASSWORD]',
    summary: 'a person who may sign in, or one who was removed and comes back',
    kinds: { name: 'text', email: 'text', role: 'text', firm: 'text', password: 'text' },
    async run(context) {
      const { given, accounts, print } = context;
      const person = { name: given.required('name'), email: given.required('email'), role: readRole(context) };
      const firmId = await chooseFirm(context);
      const personId = await accounts.addPerson(firmId, { ...person, password: choosePassword(context) });
      print(`person ${personId} added`);
    },
  },
  'remove-person': {
    usage: '--email EMAIL',
    summary: 'ends a person’s access at once; their name stays on what they wrote',
    kinds: { email: 'text' },
    async run({ given, accounts, print }) {
      await accounts.removePerson(given.required('email'));
      print('removed');
    },
  },
  'set-password': {
    usage: '--email EMAIL [--password PASSWORD]',
    summary: 'a new password; ends the person’s sessions',
    kinds: { email: 'text', password: 'text' },
    async run(context) {
      await context.accounts.setPassword(context.given.required('email'), choosePassword(context));
      context.print('changed');
    },
  },
  'set-role': {
    usage: '--email EMAIL --role owner|staff|readOnly',
    summary: 'what a person may do, from their next request on',
    kinds: { email: 'text', role: 'text' },
    async run(context) {
      const { given, accounts, print } = context;
      given.required('role');
      await accounts.setRole(given.required('email'), readRole(context));
      print('changed');
    },
  },
  devices: {
    usage: '--email EMAIL',
    summary: 'the devices a person is or was signed in on, for revoke --device',
    kinds: { email: 'text' },
    async run({ given, accounts, print }) {
      for (const { deviceId, seenAtMs, isSignedIn, name, removals } of await accounts.devices(
        given.required('email'),
      )) {
        const seenAt = new Date(seenAtMs).toISOString();
        print([deviceId, isSignedIn ? 'signed in' : 'signed out', `last seen ${seenAt}`, name].join('  '));
        for (const removal of removals) print(`    ${removalLine(removal)}`);
      }
    },
  },
  'remove-device-data': {
    usage: '--device DEVICE-ID --by EMAIL [--firm FIRM]',
    summary:
      'Ferry’s data on a device goes at its next contact, what waits there uploaded first; devices says when it is done',
    kinds: { device: 'text', by: 'text', firm: 'text' },
    async run(context) {
      const { given, accounts, print } = context;
      const [deviceId, byEmail] = [given.required('device'), given.required('by')];
      const isAsked = await accounts.askRemoval({ firmId: await chooseFirm(context), deviceId, byEmail });
      if (!isAsked) throw new UsageError(`${byEmail} is no owner of the firm, or nobody signed in on ${deviceId}.`);
      print('asked: the device removes its data when it next reaches the server');
    },
  },
  revoke: {
    usage: '--email EMAIL | --device DEVICE-ID [--firm FIRM]',
    summary: 'ends the sessions of a person, or of one device and those that go back to the same sign-in',
    kinds: { email: 'text', device: 'text', firm: 'text' },
    async run(context) {
      const { given, accounts, print } = context;
      const deviceId = given.text('device');
      const count =
        deviceId === undefined
          ? await accounts.revoke({ email: given.required('email') })
          : await accounts.revoke({ firmId: await chooseFirm(context), deviceId });
      print(`${count} ${count === 1 ? 'session' : 'sessions'} ended`);
    },
  },
  people: {
    usage: '[--firm FIRM]',
    summary: 'who may sign in',
    kinds: { firm: 'text' },
    async run(context) {
      for (const person of await context.accounts.people(await chooseFirm(context))) {
        context.print(
          [person.id, person.role, person.active ? 'active' : 'removed', person.email, person.name].join('  '),
        );
      }
    },
  },
};
