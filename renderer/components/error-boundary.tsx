import { Component, type ReactNode } from 'react';
import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import { Unanswered } from './async-result.tsx';

interface ErrorBoundaryProps {
  /** What is shown; a different subject resets the error. */
  subject: string;
  children: ReactNode;
}

interface State {
  subject: string;
  error: FerryError | null;
}

/**
 * Shows a failed view in its place. Without a boundary React unmounts everything, and the window stays blank until it
 * is closed.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  static getDerivedStateFromProps({ subject }: ErrorBoundaryProps, before: State): State | null {
    return subject === before.subject ? null : { subject, error: null };
  }

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { error: toFerryError(thrown) };
  }

  override state: State = { subject: this.props.subject, error: null };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Unanswered error={error} onRetry={() => this.setState({ error: null })} />;
  }
}
