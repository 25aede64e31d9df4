import { Inbox, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from '../../renderer/components/avatar.tsx';
import { Button, IconButton } from '../../renderer/components/button.tsx';
import { EmptyState } from '../../renderer/components/empty-state.tsx';
import { Picker } from '../../renderer/components/picker.tsx';
import { Progress } from '../../renderer/components/progress.tsx';
import { Segmented } from '../../renderer/components/segmented.tsx';
import { TextInput } from '../../renderer/components/text-input.tsx';
import { Toggle } from '../../renderer/components/toggle.tsx';

const LONG_NAME = 'Müller-Lüdenscheidt & Hohenstein Wirtschaftsprüfungsgesellschaft mbH & Co. KG Süd';
const CHOICES = [
  { id: 'one', label: 'One' },
  { id: 'long', label: LONG_NAME },
];

/** Each component that knows no desk, in its states. */
export function ComponentSheet() {
  const [isOn, setOn] = useState(true);
  const [choice, setChoice] = useState('one');
  return (
    <main style={{ padding: 24, display: 'grid', gap: 24, maxWidth: 720 }}>
      <Part name="Button">
        <Button look="primary">Primary</Button>
        <Button>Plain</Button>
        <Button look="danger">Danger</Button>
        <Button isDisabled>Disabled</Button>
        <Button isBusy>Busy</Button>
        <IconButton label="Add">
          <Plus size={16} />
        </IconButton>
      </Part>
      <Part name="TextInput">
        <TextInput label="Name" defaultValue={LONG_NAME} />
        <TextInput label="With a hint" hint="As it stands on the invoice" />
        <TextInput label="With an error" error="Enter a name." />
      </Part>
      <Part name="Picker">
        <Picker label="Choice" choices={CHOICES} value={choice} onChange={setChoice} />
      </Part>
      <Part name="Toggle, Segmented">
        <Toggle isOn={isOn} onChange={setOn}>
          Keep Ferry in the tray
        </Toggle>
        <span id="segmented">Order</span>
        <Segmented labelId="segmented" value={choice} options={CHOICES} onChange={setChoice} />
      </Part>
      <Part name="Avatar, Progress">
        <Avatar id="p-1" name="Ana Berger" />
        <Progress label="Downloading" done={320} total={1000} />
      </Part>
      <Part name="EmptyState">
        <EmptyState icon={<Inbox size={32} />} title="Nothing here yet" hint="What you add appears here." />
      </Part>
    </main>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h2>{name}</h2>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>{children}</div>
    </section>
  );
}
