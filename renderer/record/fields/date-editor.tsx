import { type CalendarDate, parseDate } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarHeading,
  DialogTrigger,
  Popover,
} from 'react-aria-components';
import { useI18n } from '../../i18n/i18n.tsx';
import { useDayReading } from '../../i18n/use-day-reading.ts';
import type { EditorProps } from './editor-props.ts';
import { onLineKey } from './line-keys.ts';

/** A day: typed in the person's format, or picked from a calendar. */
export function DateEditor({ editor, id, helpId, isReadOnly }: EditorProps) {
  const { t, label } = useI18n();
  const read = useDayReading();
  const [isOpen, setOpen] = useState(false);
  const reading = editor.isDirty ? read(editor.typed).reading : '';
  return (
    <>
      <div className="line-editor">
        <input
          id={id}
          className="input input--quiet tabular"
          value={editor.typed}
          readOnly={isReadOnly}
          aria-invalid={editor.error !== null || undefined}
          aria-describedby={
            [helpId, reading === '' ? undefined : `${id}-reading`].filter(Boolean).join(' ') || undefined
          }
          onChange={(event) => editor.type(event.target.value)}
          onBlur={editor.leave}
          onKeyDown={(event) => {
            onLineKey(event, editor);
            if (event.key === 'ArrowDown' && event.altKey) setOpen(true);
          }}
        />
        {!isReadOnly && (
          <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
            <AriaButton
              className="line-editor__button"
              aria-label={t('field.openCalendar', { field: label(editor.field.label) })}
            >
              <CalendarDays size={14} aria-hidden />
            </AriaButton>
            <Popover className="popover" placement="bottom end" offset={4} aria-label={label(editor.field.label)}>
              <div className="calendar-box">
                <MonthPicker
                  value={editor.value}
                  onPick={(day) => {
                    setOpen(false);
                    editor.choose(day.toString());
                  }}
                />
              </div>
            </Popover>
          </DialogTrigger>
        )}
      </div>
      {reading !== '' && (
        <p className="field__reading" id={`${id}-reading`}>
          {reading}
        </p>
      )}
    </>
  );
}

function MonthPicker({ value, onPick }: { value: unknown; onPick: (day: CalendarDate) => void }) {
  const { t } = useI18n();
  return (
    <Calendar className="calendar" value={dayOf(value)} onChange={onPick} autoFocus>
      <div className="calendar__header">
        <AriaButton slot="previous" className="icon-button" aria-label={t('field.previousMonth')}>
          <ChevronLeft size={16} aria-hidden />
        </AriaButton>
        <CalendarHeading className="calendar__heading" />
        <AriaButton slot="next" className="icon-button" aria-label={t('field.nextMonth')}>
          <ChevronRight size={16} aria-hidden />
        </AriaButton>
      </div>
      <CalendarGrid className="calendar__grid tabular">
        {(date) => <CalendarCell date={date} className="calendar__day" />}
      </CalendarGrid>
    </Calendar>
  );
}

function dayOf(value: unknown): CalendarDate | null {
  try {
    return typeof value === 'string' ? parseDate(value) : null;
  } catch {
    return null;
  }
}
