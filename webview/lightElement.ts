import { LitElement } from 'lit';

/**
 * A component that draws into itself rather than into a shadow root: the theme's variables, the codicons and the ids
 * that ARIA points at then work across components, and all style is in plain CSS files, as the CSP wants it.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
