import type { ReactNode } from 'react';
import { type AnyEntity, type JsonValue, sameJson } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { Avatar } from '../components/avatar.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useValueContext } from '../i18n/use-value-context.ts';

export interface TrailChange {
  name: string;
  /** Undefined if no longer known. */
  from: JsonValue | undefined;
  to: JsonValue;
}

interface TrailItemProps {
  entity: AnyEntity;
  person: { id: string; name: string };
  message: string;
  changes: readonly TrailChange[];
  /** Time, device and progress. */
  when: ReactNode;
  isWaiting?: boolean;
  children?: ReactNode;
}

/** One entry of a record's history: who, the change, when. */
export function TrailItem({ entity, person, message, changes, when, isWaiting = false, children }: TrailItemProps) {
  const { t, label } = useI18n();
  const context = useValueContext();
  return (
    <li className="trail__entry" data-waiting={isWaiting || undefined}>
      <Avatar id={person.id} name={person.name} />
      <div className="trail__text">
        <p>{message}</p>
        {changes.length > 0 && (
          <dl className="trail__changes">
            {changes.map(({ name, from, to }) => {
              const field = entity.fields[name];
              if (field === undefined) return null;
              return (
                <div key={name} className="trail__change">
                  <dt>{label(field.label)}</dt>
                  <dd className="selectable">
                    {from !== undefined && !sameJson(from, to) && (
                      <del>{valueText(field, from, {}, context) || t('common.empty')}</del>
                    )}{' '}
                    <ins>{valueText(field, to, {}, context) || t('common.empty')}</ins>
                  </dd>
                </div>
              );
            })}
          </dl>
        )}
        <p className="trail__when">{when}</p>
        {children}
      </div>
    </li>
  );
}
