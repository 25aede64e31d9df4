import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { Filter } from '#app/contract/lists.ts';
import type { Field } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useDayReading } from '../i18n/use-day-reading.ts';
import { useOffers } from '../record/fields/reference-editor.tsx';
import { MOST_SEARCHED } from '../store/search.ts';

interface FilterDialogProps {
  name: string;
  field: Field;
  onClose: () => void;
  onFilter: (filters: Filter[]) => void;
}

/** Filters by a parent record, found by typing part of its name. */
export function ReferenceFilter({ name, field, onClose, onFilter }: FilterDialogProps) {
  const { t, label } = useI18n();
  const [typed, setTyped] = useState('');
  const offers = useOffers(field.references ?? '', typed);
  const title = t('filter.by', { field: label(field.label) });
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <TextInput
        label={t('field.search')}
        type="search"
        autoFocus
        maxLength={MOST_SEARCHED}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ListBox
        className="listbox filter-offers"
        aria-label={title}
        items={offers}
        renderEmptyState={() => <p className="listbox__empty">{t('field.noMatch')}</p>}
        onAction={(id) => {
          onFilter([{ field: name, test: 'in', values: [String(id)] }]);
          onClose();
        }}
      >
        {(offer) => (
          <ListBoxItem id={offer.id} textValue={offer.label} className="listbox__item">
            <span className="truncate">{offer.label}</span>
            <span className="listbox__detail truncate">{offer.detail}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Dialog>
  );
}

/** Filters by first and last day; one of them is enough. */
export function DaysFilter({ name, field, onClose, onFilter }: FilterDialogProps) {
  const { t, label } = useI18n();
  const [typedFrom, setFrom] = useState('');
  const [typedUntil, setUntil] = useState('');
  const read = useDayReading();
  const { day: from, reading: fromReading } = read(typedFrom);
  const { day: until, reading: untilReading } = read(typedUntil);
  const isNoDay = (typed: string, day: string | null) => typed.trim() !== '' && day === null;
  const bad = (typed: string, day: string | null) => (isNoDay(typed, day) ? t('field.noSuchDay') : null);
  const isUpsideDown = from !== null && until !== null && until < from;
  const isAnyBad = isUpsideDown || isNoDay(typedFrom, from) || isNoDay(typedUntil, until);
  const isReady = (from !== null || until !== null) && !isAnyBad;
  function filter() {
    if (!isReady) return;
    const test = (kind: 'after' | 'before', day: string | null): Filter[] =>
      day === null ? [] : [{ field: name, test: kind, values: [day] }];
    onFilter([...test('after', from), ...test('before', until)]);
    onClose();
  }
  return (
    <Dialog
      title={t('filter.by', { field: label(field.label) })}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="filter-days" isDisabled={!isReady}>
            {t('list.filter')}
          </Button>
        </>
      }
    >
      <form
        id="filter-days"
        className="filter-days"
        onSubmit={(event) => {
          event.preventDefault();
          filter();
        }}
      >
        <TextInput
          label={t('filter.from')}
          autoFocus
          value={typedFrom}
          hint={fromReading}
          error={bad(typedFrom, from)}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextInput
          label={t('filter.until')}
          value={typedUntil}
          hint={untilReading}
          error={isUpsideDown ? t('filter.upsideDown') : bad(typedUntil, until)}
          onChange={(event) => setUntil(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
