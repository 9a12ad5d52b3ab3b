import { Component, type ComponentChildren } from 'preact';

/** Draws its children; where that throws, words in their place, so that the rest of the page stays of use. */
export class Guarded extends Component<{ small?: boolean; what: string; children: ComponentChildren }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static override getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    console.error(`osprey-page: ${this.props.what} could not be drawn`, error);
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) {
      return this.props.children;
    }
    const again = () => this.setState({ error: undefined });
    const words = error instanceof Error ? error.message : String(error);
    return this.props.small === true
      ? (
        <div class="tile broken">
          <p><strong>{this.props.what}</strong> could not be drawn.</p>
          <p class="quiet">{words}</p>
          <button type="button" onClick={again}>Try again</button>
        </div>
      )
      : (
        <section class="card empty" role="alert">
          <h1>This view could not be drawn</h1>
          <p>That is a fault of this page, not of the cameras: they go on. If it lasts, reload the page, and report what it
            says here.</p>
          <p class="problem">{words}</p>
          <p class="row">
            <button type="button" class="primary" onClick={again}>Try again</button>
            <button type="button" onClick={() => location.reload()}>Reload the page</button>
            <a class="button" href="#/">Back to all cameras</a>
          </p>
        </section>
      );
  }
}
