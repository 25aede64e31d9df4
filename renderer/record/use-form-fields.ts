import { useState } from 'react';
import {
  type AnyEntity,
  type Field,
  type JsonValue,
  type Problem,
  type RecordData,
  sameJson,
} from '#app/schema/index.ts';
import { checkValue, type ReadValue, validationText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { readWords, restingWords } from '../store/typed-text.ts';
import type { FieldEditor } from './use-field-editor.ts';

interface FormFields {
  /** An editor as in a record's detail; saves nothing. */
  editorOf(name: string): FieldEditor;
  /** All values, or null if one is invalid; its field then shows the problem. */
  read(): RecordData | null;
  /** The first invalid field. */
  firstWrong: string | undefined;
  isWrong(name: string): boolean;
}

interface FormFieldsOptions {
  entity: AnyEntity;
  names: readonly string[];
  start: RecordData;
  /** The rest of the record, for dependencies such as a currency. */
  context?: RecordData | undefined;
  /** Initial errors: field → schema message. */
  errors?: Readonly<Record<string, string>> | undefined;
}

/**
 * Fields of a form that is submitted as a whole, with the editors of the record detail. Those use a `FieldEditor`
 * instead of inputs, so React Hook Form has nothing to register here.
 */
export function useFormFields({ entity, names, start, context, errors: given }: FormFieldsOptions): FormFields {
  const { text, locale } = useI18n();
  const today = useToday();
  const [values, setValues] = useState(start);
  const [words, setWords] = useState<Record<string, string | undefined>>({});
  const [errors, setErrors] = useState<Record<string, string | undefined>>(given ?? {});
  const data = { ...context, ...values };

  function fieldOf(name: string): Field {
    const field = entity.fields[name];
    if (field === undefined) throw new Error(`${entity.table} has no field ${name}.`);
    return field;
  }

  function readOne(name: string): ReadValue {
    const typed = words[name];
    const value = values[name] ?? null;
    if (typed !== undefined) return readWords(fieldOf(name), typed, value, { data, locale, today });
    return checkValue(fieldOf(name), value);
  }

  const keep = (name: string, value: JsonValue) => {
    setValues((before) => ({ ...before, [name]: value }));
    setWords((before) => ({ ...before, [name]: undefined }));
    setErrors((before) => ({ ...before, [name]: undefined }));
  };
  const complain = (name: string, problem: Problem) => setErrors((before) => ({ ...before, [name]: problem }));

  return {
    editorOf(name) {
      const field = fieldOf(name);
      const value = values[name] ?? null;
      const error = errors[name];
      const resting = restingWords(field, value, data, locale);
      return {
        field,
        data,
        value,
        typed: words[name] ?? resting,
        isDirty: words[name] !== undefined && words[name] !== resting,
        type: (typed) => setWords((before) => ({ ...before, [name]: typed })),
        leave() {
          if (words[name] === undefined) return;
          const read = readOne(name);
          if (!read.ok) complain(name, read.problem);
          // The server's error for a value stays until the value changes.
          else if (field.kind === 'tags' || !sameJson(read.value, value)) keep(name, read.value);
        },
        choose: (next) => keep(name, next),
        revert: () => setWords((before) => ({ ...before, [name]: undefined })),
        error: error === undefined ? null : validationText(error, text),
        unsaved: null,
        arrived: undefined,
      };
    },
    read() {
      const found = names.map((name) => ({ name, read: readOne(name) }));
      for (const { name, read } of found) if (!read.ok) complain(name, read.problem);
      if (!found.every(({ read }) => read.ok)) return null;
      return Object.fromEntries(found.flatMap(({ name, read }) => (read.ok ? [[name, read.value]] : [])));
    },
    firstWrong: names.find((name) => errors[name] !== undefined),
    isWrong: (name) => errors[name] !== undefined,
  };
}
