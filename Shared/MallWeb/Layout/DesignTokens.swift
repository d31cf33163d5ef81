/// The look of every page, in one place: colours with AA contrast on white and in the dark, sizes, spacing.
///
/// It is calm and official without the emblem of any authority; system fonts, so that nothing is fetched from elsewhere.
enum DesignTokens {
  static let css = """
    :root {
      color-scheme: light dark;
      --ink: #16211f; --paper: #ffffff; --quiet: #55635f; --line: #c9d2cf; --wash: #f2f6f5;
      --accent: #0b5c55; --on-accent: #ffffff;
      --text: 1rem; --small: 0.875rem; --large: 1.5rem; --space: 1rem; --measure: 44rem;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #e8efed; --paper: #111816; --quiet: #a9b8b4; --line: #394642; --wash: #1b2421;
        --accent: #7fd3c6; --on-accent: #0a1a17;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: var(--text)/1.5 system-ui, "Noto Sans", "DejaVu Sans", sans-serif;
    }
    main { max-width: var(--measure); margin: 0 auto; padding: calc(2 * var(--space)) var(--space); }
    a:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    """
}
