import { memo } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { FieldRow } from '../components/fields/field-row.tsx';
import { useSpeech } from '../hooks/speech.tsx';
import { ActivityTrail } from './activity-trail.tsx';
import { RelatedRecords } from './related-records.tsx';

interface DetailTabsProps {
  entity: AnyEntity;
  id: string;
  isNew: boolean;
  isReadOnly: boolean;
  /** Another one each time somebody steps into the record by key. */
  stepIn: object | null;
}

/** The fields, what belongs to the record, and what happened to it. */
export const DetailTabs = memo(function DetailTabs({ entity, id, isNew, isReadOnly, stepIn }: DetailTabsProps) {
  const { t, label } = useSpeech();
  const related = ferrySchema.referencesTo(entity.table).flatMap(({ table, field }) => {
    const child = ferrySchema.entity(table);
    return child === undefined ? [] : [{ child, field }];
  });
  return (
    <Tabs className="tabs">
      <TabList className="tabs__list" aria-label={t('record.details')}>
        <Tab id="fields" className="tabs__tab">
          {t('record.fields')}
        </Tab>
        {!isNew &&
          related.map(({ child }) => (
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
      <TabPanel id="fields" className="tabs__panel">
        <div className="fields">
          {Object.keys(entity.fields).map((name, place) => (
            <FieldRow
              key={name}
              entity={entity}
              recordId={id}
              name={name}
              isReadOnly={isReadOnly}
              takesFocus={isNew && place === 0}
              stepIn={place === 0 ? stepIn : null}
            />
          ))}
        </div>
      </TabPanel>
      {!isNew &&
        related.map(({ child, field }) => (
          <TabPanel key={child.table} id={child.table} className="tabs__panel">
            <RelatedRecords child={child} field={field} parentId={id} isReadOnly={isReadOnly} />
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
