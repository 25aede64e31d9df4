import { X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { Filter } from '#app/contract/lists.ts';
import { type AnyEntity, ferrySchema, fieldAt } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { resolveDay } from '../i18n/relative-days.ts';
import { useToday } from '../i18n/use-today.ts';
import { useValueContext } from '../i18n/use-value-context.ts';
import { dayRangeLabels, dayRangeOf, filterChips } from './filters.ts';

interface FilterChipsProps {
  entity: AnyEntity;
  filters: readonly Filter[];
  onChange: (filters: Filter[]) => void;
}

/** The filters of a list, each removable. */
export function FilterChips({ entity, filters, onChange }: FilterChipsProps) {
  const { t, label, formats } = useI18n();
  const context = useValueContext();
  const today = useToday();

  function textOf({ field: name, test, values }: Filter): string {
    const field = fieldAt(ferrySchema, entity, name);
    if (field === undefined) return name;
    const words = values.map((value) => valueText(field, resolveDay(value, today), {}, context));
    switch (test) {
      case 'in':
      case 'has':
        return formats.list(words);
      case 'empty':
        return t('filter.empty');
      case 'notEmpty':
        return t('filter.notEmpty');
      case 'before':
      case 'after':
        return t(`filter.${test}`, { value: words[0] ?? '' });
    }
  }
  return filterChips(filters).map(({ field: name, filters: own }) => {
    const field = fieldAt(ferrySchema, entity, name);
    const what = field === undefined ? name : label(field.label);
    const range = dayRangeOf(entity, name, own);
    return (
      <span key={name} className="filter-chip">
        <span className="filter-chip__field">{what}</span>
        <span className="truncate">{range === undefined ? own.map(textOf).join(', ') : t(dayRangeLabels[range])}</span>
        <AriaButton
          className="tag__remove"
          aria-label={t('list.removeFilter', { what })}
          onPress={() => onChange(filters.filter((filter) => filter.field !== name))}
        >
          <X size={12} aria-hidden />
        </AriaButton>
      </span>
    );
  });
}
