import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { idSchema } from '#app/contract/ids.ts';
import {
  accountChangeSchema,
  invitationLookSchema,
  newInvitationSchema,
  peopleActsQuerySchema,
  redemptionSchema,
  roleChangeSchema,
  setUpSchema,
} from '#app/contract/people.ts';
import type { RouteContext } from './context.ts';
import { parsed } from './problem.ts';

const BODY_LIMIT_BYTES = 16 * 1024;
const idIn = (request: FastifyRequest) => parsed(z.object({ id: idSchema }), request.params).id;

/** People, invitations, own account and set-up. */
export function registerPeopleRoutes(app: FastifyInstance, context: RouteContext): void {
  const { invitations, members, account, setUp, access, limits } = context;
  const open = { bodyLimit: BODY_LIMIT_BYTES };
  const closed = {
    ...open,
    onRequest: [access.required, async (request: FastifyRequest) => limits.check(access.sessionOf(request))],
  };
  const caller = (request: FastifyRequest) => access.sessionOf(request);

  app.get('/v1/team', closed, (request) => members.team(caller(request)));
  app.get('/v1/team/acts', closed, (request) =>
    members.acts(caller(request), parsed(peopleActsQuerySchema, request.query)),
  );
  app.patch('/v1/people/:id', closed, (request) =>
    members.changeRole(caller(request), idIn(request), parsed(roleChangeSchema, request.body).role),
  );
  app.delete('/v1/people/:id', closed, async (request, reply) => {
    await members.remove(caller(request), idIn(request));
    return reply.code(204).send();
  });
  app.delete('/v1/devices/:id', closed, async (request, reply) => {
    await members.revokeDevice(caller(request), idIn(request));
    return reply.code(204).send();
  });
  app.post('/v1/devices/:id/removal', closed, async (request, reply) => {
    await members.removeDeviceData(caller(request), idIn(request));
    return reply.code(204).send();
  });

  app.post('/v1/invitations', closed, (request) =>
    invitations.invite(caller(request), parsed(newInvitationSchema, request.body)),
  );
  app.delete('/v1/invitations/:id', closed, async (request, reply) => {
    await invitations.withdraw(caller(request), idIn(request));
    return reply.code(204).send();
  });
  app.post('/v1/invitations/look', open, (request) =>
    invitations.look(parsed(invitationLookSchema, request.body).secret, request.ip),
  );
  app.post('/v1/invitations/redeem', open, (request) =>
    invitations.redeem(parsed(redemptionSchema, request.body), request.ip),
  );

  app.get('/v1/account', closed, (request) => account.read(caller(request)));
  app.patch('/v1/account', closed, (request) =>
    account.change(caller(request), parsed(accountChangeSchema, request.body)),
  );

  app.post('/v1/set-up', open, (request) => setUp.setUp(parsed(setUpSchema, request.body), request.ip));
}
