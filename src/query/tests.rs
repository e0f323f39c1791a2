use proptest::prelude::*;

use super::*;

/// A query's text and how it prints back.
fn check(text: &str, printed: &str) {
    let query: Query = text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(query.to_string(), printed, "{text:?}");
    assert_eq!(printed.parse(), Ok(query), "{printed:?} parses back");
}

fn check_error(text: &str, at: usize, problem: &str) {
    match text.parse::<Query>() {
        Ok(query) => panic!("{text:?} parsed as {query:?}"),
        Err(error) => {
            assert!(error.problem.contains(problem), "{text:?}: {}", error.problem);
            assert_eq!(error.at, at, "{text:?}: {}", error.problem);
        }
    }
}

#[test]
fn queries_print_back_to_the_same_text() {
    for text in [
        "",
        "senate",
        "senate chamber",
        "\"Trump flag\"",
        "-police",
        "-\"Trump flag\"",
        "a OR b",
        "a b OR c",
        "(a OR b) c",
        "-(a b)",
        "-(a OR b)",
        "place:senate place:house",
        "place:\"Senate chamber\"",
        "person:\"Donald Trump\" credit:getty",
        "date:2021-01-06",
        "date:2020..2021-06 -date:2021",
        "date:2020..",
        "date:..2021",
        "is:listed has:place -has:person",
        "is:flagged is:picked lint:no-date organization:\"Capitol Police\" agency:getty -distributor:ap",
        "in:capitol file:a.jpg keyword:\"say \\\"hi\\\"\"",
        "rating:3 rating:>=4 label:\"Red\" folder:\"a/b\" type:jpeg camera:canon",
        "pro-Trump 12:30 — O'Brien",
    ] {
        check(text, text);
    }
}

#[test]
fn needless_marks_are_dropped() {
    check("  a   b ", "a b");
    check("(a)", "a");
    check("(a b) c", "(a b) c");
    check("((a OR b))", "a OR b");
    check("a OR (b OR c)", "a OR b OR c");
    check("() a", "a");
    check("-()", "");
    check("place:\"senate\"", "place:senate");
}

#[test]
fn what_other_searches_understand_is_understood() {
    check("police AND senate", "police senate");
    check("AND police AND", "police");
    check("police and senate", "police and senate");
    check("a AND b OR c", "a b OR c");
    check("NOT police flag", "-police flag");
    check("a NOT (b OR c)", "a -(b OR c)");
    check("NOT -police", "--police");
    check("a NOT", "a");
    check("(NOT) b", "b");
    check("“Senate chamber” „van Dam“", "\"Senate chamber\" \"van Dam\"");
    check("place:“US Capitol”", "place:\"US Capitol\"");
    check("Place:senate PERSON:wild", "place:senate person:wild");
    check("Has:person Is:listed", "has:person is:listed");
    // As captions have it.
    check("Photo:Wild", "Photo:Wild");
    check_error("a “b", 2, "quotation mark is not closed");
}

#[test]
fn errors_say_what_and_where() {
    check_error("a \"b", 2, "quotation mark is not closed");
    check_error("(a", 0, "“(” is not closed");
    check_error("a)", 1, "no “(”");
    check_error("OR a", 0, "before “OR”");
    check_error("a OR", 2, "follow “OR”");
    check_error("a OR OR b", 2, "follow “OR”");
    check_error("place:", 0, "a value must follow");
    check_error("plce:senate", 0, "no field “plce”");
    check_error("é date:2021-13", 8, "no such day");
    check_error("date:tomorrow", 5, "not a date");
    check_error("date:2021..2020", 5, "ends before");
    check_error("date:..", 5, "missing");
    check_error("is:red", 3, "is:listed");
    check_error("rating:good", 7, "rating:>=3");
    check_error("rating:4..2", 7, "no rating");
    check_error("has:nose", 4, "no field “nose”");
    check_error(&"a".repeat(100_000), parse::QUERY_MAX_BYTES, "100000 bytes");
    check_error(&"(".repeat(100), 64, "nest deeper");
    check_error(&"-".repeat(100), 64, "nest deeper");
}

#[test]
fn ticks_are_terms_of_the_query() {
    let query: Query = "flag place:senate".parse().unwrap();
    let query = query.toggled(FacetName::Place, "house");
    assert_eq!(query.to_string(), "flag place:senate place:house");
    assert_eq!(query.ticks(FacetName::Place), ["senate", "house"]);
    let query = query.toggled(FacetName::Place, "senate").toggled(FacetName::Person, "Susan Wild");
    assert_eq!(query.to_string(), "flag place:house person:\"Susan Wild\"");
    assert_eq!(query.without_ticks(FacetName::Place).to_string(), "flag person:\"Susan Wild\"");
    assert_eq!(query.toggled_listed().toggled_listed(), query);
    assert_eq!(
        query.with_only_tick(FacetName::Date, "2020..2021").to_string(),
        "flag place:house person:\"Susan Wild\" date:2020..2021"
    );
}

#[test]
fn loosening_drops_one_condition_at_a_time() {
    let query: Query = "flag place:senate place:house -police".parse().unwrap();
    let shown: Vec<_> = query.loosened().into_iter().map(|(dropped, left)| format!("{dropped} | {left}")).collect();
    assert_eq!(
        shown,
        [
            "flag | place:senate place:house -police",
            "place:senate place:house | flag -police",
            "-police | flag place:senate place:house"
        ]
    );
}

#[test]
fn marks_show_what_was_found() {
    let query: Query = "trump \"flag inside\" -capitol place:senate".parse().unwrap();
    let text = "A pro-Trump man holds a Trumpian flag inside the Capitol";
    let marked: Vec<_> = query.marks(text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(marked, ["Trump", "Trumpian", "flag inside"]);
}

#[test]
fn the_word_at_the_cursor_is_completed() {
    let values = |field: QueryField| match field {
        QueryField::Place => {
            vec![("senate".to_owned(), "Senate".to_owned()), ("senate-chamber".to_owned(), "Senate chamber".to_owned())]
        }
        _ => vec![("Susan Wild".to_owned(), "Susan Wild".to_owned())],
    };
    let check = |query: &str, expected: &[&str]| {
        let (range, completions) = complete::complete(query, query.len(), &values);
        let made: Vec<_> =
            completions.iter().map(|completion| format!("{}{}", &query[..range.start], completion.text)).collect();
        assert_eq!(made, expected, "{query:?}");
    };
    check("flag pl", &["flag place:"]);
    check("place:sen", &["place:senate", "place:senate-chamber"]);
    check("-place:cham", &["-place:senate-chamber"]);
    check("person:wi", &["person:\"Susan Wild\""]);
    check("person:\"Susan W", &["person:\"Susan Wild\""]);
    check("has:pers", &["has:person", "has:persons", "has:persons_shown"]);
    check("", &[]);
    check("zebra", &[]);
}

fn term() -> impl Strategy<Value = Term> {
    let word = "[a-zA-Zé玩0-9'.,:;!?—-]{1,6}".prop_filter("a word of the language", |word| {
        !["OR", "AND", "NOT"].contains(&word.as_str())
            && !word.starts_with('-')
            && word
                .split_once(':')
                .is_none_or(|(name, _)| !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') || name.is_empty())
    });
    prop_oneof![
        word.prop_map(Term::Word),
        "[ -~é玩]{0,8}".prop_map(Term::Phrase),
        (0..QueryField::ALL.len(), "[ -~é]{1,8}").prop_map(|(field, value)| {
            let field = QueryField::ALL[field];
            let exact = if field.is_always_whole() { needs_quotes(&value) } else { true };
            Term::Field { field, value, exact }
        }),
        "[a-z0-9'-]{1,6}".prop_map(|value| Term::Field { field: QueryField::Person, value, exact: false }),
        prop::sample::select(vec!["2021", "2020-02", "2020..2021-06", "..1999", "2001-01-01.."])
            .prop_map(|written| Term::Date(parse::date_range(written).unwrap())),
        prop::sample::select(vec!["3", ">=3", "<2.5", "1..4", "rejected"])
            .prop_map(|written| Term::Rating(parse::rating_range(written).unwrap())),
        Just(Term::Listed),
        Just(Term::Flagged),
        Just(Term::Picked),
        prop::sample::select(vec!["place", "creator", "date"]).prop_map(|name| Term::Has(name.to_owned())),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = term().prop_map(Expr::Term);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let parts = prop::collection::vec(inner.clone(), 2..4);
        let flat_any =
            prop::collection::vec(inner.clone().prop_filter("no OR in OR", |expr| !matches!(expr, Expr::Any(_))), 2..4);
        prop_oneof![
            parts.prop_map(Expr::All),
            flat_any.prop_map(Expr::Any),
            inner.prop_map(|expr| Expr::Not(Box::new(expr)))
        ]
    })
}

pub(crate) fn query() -> impl Strategy<Value = Query> {
    prop::collection::vec(expr(), 0..4).prop_filter_map("a lone All is the query itself", |all| match all.as_slice() {
        [Expr::All(_)] => None,
        _ => Some(Query { all }),
    })
}

proptest! {
    #[test]
    fn every_query_prints_to_text_that_parses_to_it(query in query()) {
        let printed = query.to_string();
        prop_assert_eq!(printed.parse::<Query>(), Ok(query), "{}", printed);
    }

    #[test]
    fn printing_what_was_parsed_changes_nothing_more(text in "[a-c \"“”():|ORANDT-]{0,20}") {
        if let Ok(query) = text.parse::<Query>() {
            let printed = query.to_string();
            prop_assert_eq!(printed.parse::<Query>().map(|query| query.to_string()), Ok(printed.clone()));
        }
    }

    #[test]
    fn errors_lie_in_the_text(text in "\\PC{0,30}") {
        if let Err(error) = text.parse::<Query>() {
            prop_assert!(text.get(error.at..).is_some());
        }
    }
}
