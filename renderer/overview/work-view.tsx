import { useMemo, useState } from 'react';
import { Picker } from '../components/picker.tsx';
import { UnreadList } from '../components/unread-list.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { useRendererState } from '../store/store-context.ts';
import { useLists } from '../store/use-lists.ts';
import { ANYBODY, WORK_SECTIONS, type WorkList, workLists } from './work.ts';
import { WorkGroup } from './work-group.tsx';

/** A person's open work by due day, or everybody's. */
export function WorkView() {
  const { t, formats } = useI18n();
  const today = useToday();
  const me = useRendererState((state) => state.session?.person.id ?? ANYBODY);
  const people = useRendererState((state) => state.session?.people) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const whose = chosen ?? me;
  const lists = useMemo(() => workLists(whose, today), [whose, today]);
  const shown = useLists(lists.map((list) => ({ table: list.entity.table, query: list.query, list })));
  const totalOf = (list: WorkList) => shown?.find(({ source }) => source.list === list)?.total ?? 0;
  const isRead = shown?.every(({ error }) => error === null) ?? false;
  const total = lists.reduce((sum, list) => sum + totalOf(list), 0);
  return (
    <div className="page page--centred">
      <header className="page__header">
        <div className="page__titles">
          <h1 className="page__title">{t('nav.work')}</h1>
          <p className="page__subtitle">{formats.longDay(today)}</p>
        </div>
        <div className="work__whose">
          <span id="work-whose" className="visually-hidden">
            {t('work.whose')}
          </span>
          <Picker
            labelId="work-whose"
            value={whose}
            choices={[
              { id: me, label: t('work.mine') },
              { id: ANYBODY, label: t('work.anybody') },
              ...people.filter(({ active, id }) => active && id !== me).map(({ id, name }) => ({ id, label: name })),
            ]}
            onChange={setChosen}
          />
        </div>
      </header>
      <div className="page__body scroller">
        <div className="page__column">
          <UnreadList lists={shown} />
          {isRead && total === 0 && <p className="muted work__none">{t('work.none')}</p>}
          {WORK_SECTIONS.map((section) => {
            const own = lists.filter((list) => list.section === section && totalOf(list) > 0);
            if (own.length === 0) return null;
            const count = own.reduce((sum, list) => sum + totalOf(list), 0);
            return (
              <section key={section} className="work" data-section={section} aria-labelledby={`work-${section}`}>
                <h2 className="work__title" id={`work-${section}`}>
                  {t(section === 'waiting' ? 'work.waiting' : `group.${section}`)}
                  <span className="count tabular">{formats.number(count)}</span>
                </h2>
                {own.map((list) => (
                  <WorkGroup key={list.entity.table} list={list} today={today} />
                ))}
              </section>
            );
          })}
        </div>
      </div>
    </div>
  );
}
