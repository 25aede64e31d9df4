/** Maximum length of a search, from the contract; main refuses more. */
export const MOST_SEARCHED = 200;
