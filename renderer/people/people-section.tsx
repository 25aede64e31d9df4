import { useCallback, useEffect, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { Invitation, Member, Team } from '#app/contract/people.ts';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { ActsDialog } from './acts-dialog.tsx';
import { FormProblem } from './form-problem.tsx';
import { countOpenWork } from './hand-over.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { usePeopleText } from './use-people-text.ts';

const NO_WORK: ReadonlyMap<string, number> = new Map();

/** For owners: who is in the firm, and who is invited. */
export function PeopleSection() {
  const { t } = usePeopleText();
  const { team, openWork, problem, load } = useTeam();
  const [managed, setManaged] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'invite' | 'acts' | null>(null);
  const person = team?.people.find(({ id }) => id === managed);
  const close = () => {
    setDialog(null);
    void load();
  };
  return (
    <section className="settings-section" aria-label={t('people.title')}>
      <h2 className="settings-section__title">{t('people.title')}</h2>
      <div className="settings-section__rows">
        {problem !== null && (
          <div className="setting">
            <FormProblem error={problem} />
            <Button onPress={() => void load()}>{t('people.retry')}</Button>
          </div>
        )}
        {team?.people.map((each) => (
          <PersonRow
            key={each.id}
            person={each}
            openWork={openWork.get(each.id) ?? 0}
            onManage={() => setManaged(each.id)}
          />
        ))}
        {team?.invitations.map((each) => (
          <InvitationRow key={each.id} invitation={each} onChanged={() => void load()} />
        ))}
        <div className="setting">
          <div className="setting__words" />
          <Button onPress={() => setDialog('acts')}>{t('people.acts')}</Button>
          <Button look="primary" onPress={() => setDialog('invite')}>
            {t('people.invite')}
          </Button>
        </div>
      </div>
      {person !== undefined && (
        <PersonDialog
          person={person}
          colleagues={team?.people.filter(({ active }) => active) ?? []}
          openWork={openWork.get(person.id) ?? 0}
          onChanged={() => void load()}
          onClose={() => setManaged(null)}
        />
      )}
      {dialog === 'invite' && <InviteDialog onClose={close} />}
      {dialog === 'acts' && <ActsDialog onClose={close} />}
    </section>
  );
}

function useTeam() {
  const { client } = useRendererStore();
  const [team, setTeam] = useState<Team | null>(null);
  const [openWork, setOpenWork] = useState(NO_WORK);
  const [problem, setProblem] = useState<FerryError | null>(null);
  const load = useCallback(async () => {
    const [answer, work] = [await client.getTeam(), await countOpenWork(client)];
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) setTeam(answer.value);
    if (work.ok) setOpenWork(work.value);
  }, [client]);
  useEffect(() => void load(), [load]);
  return { team, openWork, problem, load };
}

function PersonRow({ person, openWork, onManage }: { person: Member; openWork: number; onManage: () => void }) {
  const { formats } = useI18n();
  const { t } = usePeopleText();
  const ownId = useRendererState((state) => state.session?.person.id);
  const { id, name, email, role, active, seenAt } = person;
  const facts = [
    email,
    active ? t(`settings.role.${role}`) : t('people.removed'),
    seenAt === null ? t('people.neverSeen') : t('people.seen', { when: formats.relative(seenAt) }),
    ...(openWork > 0 ? [t('people.openWork', { count: openWork })] : []),
  ];
  return (
    <div className="setting" data-removed={!active || undefined}>
      <Avatar id={id} name={name} />
      <div className="setting__words">
        <p className="setting__label truncate">{id === ownId ? `${name} (${t('people.you')})` : name}</p>
        <p className="setting__hint">{facts.join(' · ')}</p>
      </div>
      <Button onPress={onManage} aria-label={t('people.manageNamed', { name })}>
        {t('people.manage')}
      </Button>
    </div>
  );
}

function InvitationRow({ invitation, onChanged }: { invitation: Invitation; onChanged: () => void }) {
  const { client } = useRendererStore();
  const { formats } = useI18n();
  const { t } = usePeopleText();
  const [problem, setProblem] = useState<FerryError | null>(null);
  const { id, name, email, role, expiresAt } = invitation;
  async function withdraw() {
    const answer = await client.withdrawInvitation(id);
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) onChanged();
  }
  const until = t('people.pending', { day: formats.day(formats.dayOf(expiresAt)) });
  return (
    <div className="setting">
      <Avatar id={id} name={name} />
      <div className="setting__words">
        <p className="setting__label truncate">{name}</p>
        <p className="setting__hint">{[email, t(`settings.role.${role}`), until].join(' · ')}</p>
        <FormProblem error={problem} />
      </div>
      <Button onPress={() => void withdraw()} aria-label={t('people.withdrawNamed', { name })}>
        {t('people.withdraw')}
      </Button>
    </div>
  );
}
