import { memo, useEffect, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { type AnyEntity, dependantsOf, ferrySchema } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { ActivityTrail } from './activity-trail.tsx';
import { FieldRow } from './fields/field-row.tsx';
import { RelatedRecords } from './related-records.tsx';
import { useConflictedFields } from './use-conflicted-fields.ts';

export const FIRST_TAB = 'fields';

interface DetailTabsProps {
  entity: AnyEntity;
  id: string;
  isNew: boolean;
  isReadOnly: boolean;
  /** A new object each time the focus moves into the record by key. */
  stepIn: object | null;
  tab: string;
  onTab: (tab: string) => void;
}

/** The fields, related records and history. */
export const DetailTabs = memo(function DetailTabs(props: DetailTabsProps) {
  const { entity, id, isNew, isReadOnly, stepIn, tab, onTab } = props;
  const { t, label } = useI18n();
  const related = dependantsOf(ferrySchema, entity.table);
  const conflicted = useConflictedFields(entity.table, id);
  const tabs = useRef<HTMLDivElement>(null);
  // A record that is not saved yet has only fields.
  const open = isNew ? FIRST_TAB : tab;
  useEffect(() => {
    // The fields take the focus by themselves.
    if (stepIn === null || open === FIRST_TAB) return;
    tabs.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }, [stepIn, open]);
  return (
    <Tabs className="tabs" selectedKey={open} onSelectionChange={(key) => onTab(String(key))}>
      <TabList ref={tabs} className="tabs__list" aria-label={t('record.details')}>
        <Tab id={FIRST_TAB} className="tabs__tab">
          {t('record.fields')}
        </Tab>
        {!isNew &&
          related.map(({ entity: child }) => (
            <Tab key={child.table} id={child.table} className="tabs__tab">
              {label(child.label)}
            </Tab>
          ))}
        {!isNew && (
          <Tab id="activity" className="tabs__tab">
            {t('record.activity')}
          </Tab>
        )}
      </TabList>
      <TabPanel id={FIRST_TAB} className="tabs__panel">
        <div className="fields">
          {Object.keys(entity.fields).map((name, place) => (
            <FieldRow
              key={name}
              entity={entity}
              recordId={id}
              name={name}
              isReadOnly={isReadOnly}
              isInConflict={conflicted.includes(name)}
              takesFocus={isNew && place === 0}
              stepIn={place === 0 ? stepIn : null}
            />
          ))}
        </div>
      </TabPanel>
      {!isNew &&
        related.map(({ entity: child, path }) => (
          <TabPanel key={child.table} id={child.table} className="tabs__panel">
            <RelatedRecords child={child} path={path} parentId={id} isReadOnly={isReadOnly} />
          </TabPanel>
        ))}
      {!isNew && (
        <TabPanel id="activity" className="tabs__panel">
          <ActivityTrail entity={entity} id={id} isReadOnly={isReadOnly} />
        </TabPanel>
      )}
    </Tabs>
  );
});
