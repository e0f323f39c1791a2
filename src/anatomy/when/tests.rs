use super::*;
use crate::anatomy::read_with;
use crate::place::gazetteer::Gazetteer;

/// The words and the dates found, with nothing known from elsewhere.
fn check(text: &str, expected: &[(&str, &str)]) {
    let found = find(text);
    let shown: Vec<_> = found
        .iter()
        .map(|when| (&text[when.range.clone()], when.date.as_ref().map_or("?".to_owned(), Date::to_string)))
        .collect();
    let expected: Vec<_> = expected.iter().map(|(words, date)| (*words, (*date).to_owned())).collect();
    assert_eq!(shown, expected, "{text}");
}

/// The picture's date, where the text was published on a day or is of no stated time.
fn check_picture(text: &str, published: Option<&str>, expected: Option<&str>) {
    let published = published.map(|date| Date::parse(date).unwrap());
    let known = Known { latest: published.as_ref().map(|date| date.days().1), published, year: None };
    let date = read_with(text, &Gazetteer::built_in(), &known).date.map(|date| date.to_string());
    assert_eq!(date.as_deref(), expected, "{text}");
}

#[test]
fn from_one_day_to_another_is_one_span() {
    check(
        "October 8, 2022–February 19, 2023, New York",
        &[("October 8, 2022–February 19, 2023", "2022-10-08/2023-02-19")],
    );
    check("July 13, 1996 - October 14, 1996", &[("July 13, 1996 - October 14, 1996", "1996-07-13/1996-10-14")]);
    check(
        "October 8, 2023 - February 19, 2022",
        &[("October 8, 2023", "2023-10-08"), ("February 19, 2022", "2022-02-19")],
    );
}

#[test]
fn days_are_found_in_the_orders_of_several_languages() {
    check("in Atlanta, Tuesday, Jan. 29, 2008.", &[("Jan. 29, 2008", "2008-01-29")]);
    check("On 6 January 2021 and on 2021-01-07", &[("6 January 2021", "2021-01-06"), ("2021-01-07", "2021-01-07")]);
    check("am 6. Januar 2021 in Berlin", &[("6. Januar 2021", "2021-01-06")]);
    check("le 6 janvier 2021 à Paris", &[("6 janvier 2021", "2021-01-06")]);
    check("le 1er août 2021", &[("1er août 2021", "2021-08-01")]);
    check("el 6 de enero de 2021 en Madrid", &[("6 de enero de 2021", "2021-01-06")]);
    check("on the 6th of January, 2021", &[("6th of January, 2021", "2021-01-06")]);
    check("Sept. 11, 2001", &[("Sept. 11, 2001", "2001-09-11")]);
    check("on May 6 2023 in London", &[("May 6 2023", "2023-05-06")]);
    check("JANUARY 06, 2021", &[("JANUARY 06, 2021", "2021-01-06")]);
    check("on 13/01/2021 and 1/13/2021", &[("13/01/2021", "2021-01-13"), ("1/13/2021", "2021-01-13")]);
    check("vom 06.01.2021", &[("06.01.2021", "2021-01-06")]);
    check("on 06/01/2021", &[]);
    check("Vecinos de Rosario frente a la comisaría, 7/3/2023", &[("7/3/2023", "2023-03-07")]);
    check("He is 12. May 6, 1999 was hot", &[("May 6, 1999", "1999-05-06")]);
    check("Feb. 29, 2020 and Feb. 29, 2021", &[("Feb. 29, 2020", "2020-02-29")]);
}

#[test]
fn spans_months_and_years_are_found() {
    check("from June 3-5, 2019", &[("June 3-5, 2019", "2019-06-03/2019-06-05")]);
    check("June 30–July 2, 2019", &[("June 30–July 2, 2019", "2019-06-30/2019-07-02")]);
    check("June 30-July 2, 2019", &[("June 30-July 2, 2019", "2019-06-30/2019-07-02")]);
    check("30 June-2 July 2019", &[("30 June-2 July 2019", "2019-06-30/2019-07-02")]);
    check("30 June – 2 July 2019", &[("30 June – 2 July 2019", "2019-06-30/2019-07-02")]);
    check("Oct. 8, 2022-Feb. 19, 2023", &[("Oct. 8, 2022-Feb. 19, 2023", "2022-10-08/2023-02-19")]);
    check("Dec. 30 – Jan. 2, 2021", &[("Dec. 30 – Jan. 2, 2021", "2020-12-30/2021-01-02")]);
    check("3-5 June 2019", &[("3-5 June 2019", "2019-06-03/2019-06-05")]);
    check("October - November 1953", &[("October - November 1953", "1953-10/1953-11")]);
    check("in November 1935", &[("November 1935", "1935-11")]);
    check("en enero de 2021", &[("enero de 2021", "2021-01")]);
    check("Barcelona, 1936", &[("1936", "1936")]);
    check("in 1936 at a camp", &[("1936", "1936")]);
    check("(1936)", &[("1936", "1936")]);
    check("the war of 1939–1945", &[("1939–1945", "1939/1945")]);
    check("1939-45", &[("1939-45", "1939/1945")]);
    check("taken between 1935 and 1942", &[("1935 and 1942", "1935/1942")]);
    check("in the 1930s", &[("1930s", "1930/1939")]);
    check("the late 1930's", &[("1930", "1930/1939")]);
    check("Circa 1935", &[("Circa 1935", "1935~")]);
    check("ca. 1930-1950", &[("ca. 1930-1950", "1930/1950~")]);
    check("c. 1944", &[("c. 1944", "1944~")]);
    check("Plaza Mayor, h. 1915.", &[("h. 1915", "1915~")]);
    check("CIRCA 1968: A woman", &[("CIRCA 1968", "1968~")]);
    check("um 1910", &[("um 1910", "1910~")]);
    check("Summer 1942", &[("Summer 1942", "1942")]);
    check("im Sommer 1942", &[("Sommer 1942", "1942")]);
}

#[test]
fn numbers_that_are_no_dates_are_left_alone() {
    check("Tokyo 2020 Olympic Games", &[]);
    check("Stocks fall 2000 points in New York.", &[]);
    check("Rocks fall 1500 feet to the valley floor", &[]);
    check("in fall 2000", &[("fall 2000", "2000")]);
    check("early Fall 2000", &[("Fall 2000", "2000")]);
    check("in the fall of 2000", &[("fall of 2000", "2000")]);
    check("the summer 2000 homes burned", &[]);
    check("the 2019 Met Gala", &[]);
    check("about 2000 people", &[]);
    check("a flight of 1,935 miles", &[]);
    check("for $1999", &[]);
    check("LC-USF34-1935", &[]);
    check("No. 1935", &[]);
    check("won 6-4, 2-6", &[]);
    check("February 31, 2021", &[]);
    check("He may 12 times march 3 miles", &[]);
    check("A sign reading \"May 1, 1970\" hangs", &[]);
    check("at 1600 Pennsylvania Avenue", &[]);
    check("in 2000 homes", &[]);
    check("Boeing 1900", &[]);
    check("born on a Monday", &[]);
}

#[test]
fn a_day_without_its_year_takes_it_from_what_is_known() {
    check("WASHINGTON, DC - JANUARY 06: Protesters", &[("JANUARY 06", "?")]);
    check(
        "WASHINGTON, DC - JANUARY 06: Protesters on January 6, 2021.",
        &[("JANUARY 06", "2021-01-06"), ("January 6, 2021", "2021-01-06")],
    );
    check_picture("Protesters gather on Wednesday, Jan. 6.", Some("2021-01-07"), Some("2021-01-06"));
    check_picture("Protesters gather on Thursday, Dec. 31.", Some("2021-01-07"), Some("2020-12-31"));
    check_picture("Protesters gather on Wednesday, Jan. 6.", None, None);
    check_picture("Des manifestants le 6 janvier à Washington", Some("2021-01-07"), Some("2021-01-06"));
    let known = Known { year: Some(2021), ..Known::default() };
    let reading = Reading::new("LONDON - MAY 05: A parade.");
    let found = find_in(&reading, &known);
    assert!(found.iter().all(|when| when.inferred && when.rule == DateRule::NoYear), "{found:?}");
    assert_eq!(found[0].date, Date::parse("2021-05-05").ok());
}

#[test]
fn the_pictures_date_is_the_one_of_what_is_seen() {
    let check = |text, expected| check_picture(text, None, expected);
    check("A man waves, Jan. 29, 2008.", Some("2008-01-29"));
    check("FILE - A man waves, Jan. 29, 2008.", Some("2008-01-29"));
    check(
        "FILE - In this Jan. 20, 2009, file photo, a man waves. He died on Monday, March 3, 2014.",
        Some("2009-01-20"),
    );
    check("A man waves, Jan. 29, 2008, and Jan. 30, 2008.", None);
    check("A mural of a man who was killed on May 25, 2020, is seen in Minneapolis.", None);
    check("A mural of a man who was killed on May 25, 2020, is seen on June 1, 2021.", Some("2021-06-01"));
    check("Smoke rises over the town on March 3, 2022. The war began on Feb. 24, 2022.", Some("2022-03-03"));
    check("Smoke rises over the town. The war began on Feb. 24, 2022.", None);
    check("The town, which has been occupied since March 2014, is seen from the hill.", None);
    check("Visitors attend the commemoration of the January 6, 2021 attack.", None);
    check(
        "LONDON, ENGLAND - MAY 05: The King waves at Buckingham Palace on May 5, 2023 in London.",
        Some("2023-05-05"),
    );
    check("Migrant mother and children. Nipomo, California. March 1936.", Some("1936-03"));
    check("Destitute family. Nipomo, California, 1936.", Some("1936"));
    check("Photographed in 1936, the family lives in a tent.", Some("1936"));
    check("circa 1955: A young woman smiles at the camera.", Some("1955~"));
    check("Portrait of a woman, c. 1930-1950", Some("1930/1950~"));
    check("Tokyo, February 1954", Some("1954-02"));
    check("A firefighter works on Aug. 7, 2023, in Lahaina. The fire started on Aug. 8, 2023.", Some("2023-08-07"));
    check("The statue, erected in 1911, is removed on Tuesday, July 7, 2020, in Richmond, Va.", Some("2020-07-07"));
    check("In this photo taken Wednesday, May 4, 2016, a boy plays.", Some("2016-05-04"));
    check("An undated file photo shows the bridge, which opened in 1937.", None);
    check("Undated handout photo of Jane Doe, 24, jailed for the murder of John Roe, 19, on April 2, 2021.", None);
    check("(220408) -- DAKAR, April 8, 2022 (Xinhua) -- A vendor waits in Dakar, April 7, 2022.", Some("2022-04-07"));
    check("Bundeskanzlerin Merkel bei der Pressekonferenz am 4. März 2020 in Berlin.", Some("2020-03-04"));
    check("Berlin, 13. August 1961: Soldaten bauen die Mauer.", Some("1961-08-13"));
    check("Supporters cheer during a rally on Nov. 3, 2018, ahead of the Nov. 6, 2018, election.", Some("2018-11-03"));
    check("A combination of pictures shows him on June 1, 2019 and on June 1, 2022.", None);
    check_picture("Workers build the stadium, due to open on July 1, 2030.", Some("2024-01-01"), None);
    check_picture("Workers build the stadium on July 1, 2030.", Some("2024-01-01"), None);
}

#[test]
fn words_that_make_a_date_unsure_need_no_more_memory_the_more_they_are() {
    for word in ["c ", "ca. ", "circa ", "about ", "um ", "vers ", "from ", "May ", "12 ", "1939-"] {
        assert!(find(&word.repeat(50_000)).len() <= 50_000, "{word}");
    }
    assert!(find(&"circa ".repeat(50_000)).is_empty());
}

proptest::proptest! {
    #[test]
    fn dates_lie_in_the_text_in_order(text in "(June|January|Mai|6|12|2021|-|/|, |\\. |circa | |–|of |1930s|é){0,30}") {
        let mut end = 0;
        for when in find(&text) {
            proptest::prop_assert!(when.range.start >= end && text.get(when.range.clone()).is_some());
            end = when.range.end;
        }
    }
}

#[test]
fn dates_of_despatches_and_of_relative_clauses_are_not_the_pictures() {
    check_picture(
        "LUSAKA, Aug. 13, 2021 (Xinhua) -- Voters queue in Lusaka, Zambia, on Aug. 12, 2021.",
        None,
        Some("2021-08-12"),
    );
    check_picture(
        "YINCHUAN, May 20, 2021 -- Farmers pick wolfberries in Zhongwei, May 19, 2021.",
        None,
        Some("2021-05-19"),
    );
    check_picture("Carlos holds a picture of his son, who went missing in 2014, during a march.", None, None);
    check_picture(
        "File photo dated 12/06/21 of Jane Doe. Issue date: Monday January 31, 2022.",
        None,
        Some("2021-06-12"),
    );
    check_picture(
        "10/11/2020. London, United Kingdom. The Prime Minister speaks on the phone.",
        None,
        Some("2020-11-10"),
    );
    check_picture("10/11/2020. The mayor speaks on the phone.", None, None);
}
