import { Component, type ReactNode } from 'react';
import { ErrorNotice } from './error-notice.tsx';

/** Keeps a defect in one page from taking the frame with it. `resetKey` changing (another page) tries again. */
export class ErrorBoundary extends Component<{ resetKey: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidUpdate({ resetKey }: { resetKey: string }): void {
    if (resetKey !== this.props.resetKey && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div className="p-6">
        <ErrorNotice title="This page could not be shown" error={this.state.error} onRetry={() => this.setState({ error: null })} />
      </div>
    );
  }
}
