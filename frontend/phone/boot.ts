/** The second stage begins: its style sheet comes with it, and nothing of the page has waited for either. */
void import("./main");
