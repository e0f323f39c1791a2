use super::*;

/// Each mention as `relation id "words"`; names that are no places as `kind "words"`.
fn check(text: &str, expected: &[&str]) {
    let recognized = recognize(text, &Gazetteer::built_in());
    let places = recognized.places.iter().map(|mention| {
        let words = mention.span.clone().map_or("", |span| &text[span]);
        format!("{} {} “{words}”", mention.relation.name(), mention.place.id)
    });
    let others = recognized.not_places.iter().map(|(span, kind)| format!("{kind:?} “{}”", &text[span.clone()]));
    assert_eq!(places.chain(others).collect::<Vec<_>>(), expected, "{text}");
}

/// A place is found by some words, which lies in another.
fn finds(text: &str, words: &str, name: &str, around: &str) {
    let places = recognize(text, &Gazetteer::built_in()).places;
    let found = places.iter().find(|mention| mention.span.clone().is_some_and(|span| &text[span] == words));
    let path = found.map(|mention| mention.place.path()).unwrap_or_default();
    assert!(path.last() == Some(&name) && path.contains(&around), "{text}: {path:?} of {places:?}");
}

#[test]
fn places_have_relations() {
    check("He sits in the Senate Chamber.", &["in senate-chamber “Senate Chamber”"]);
    check(
        "Police stand outside the Senate chamber of the US Capitol Building.",
        &["outside senate-chamber “Senate chamber”", "in us-capitol “US Capitol Building”"],
    );
    check("A crowd outside the US Capitol.", &["outside exterior “US Capitol”"]);
    check("A crowd outside of the U.S. Capitol", &["outside exterior “U.S. Capitol”"]);
    check(
        "Inside the US Capitol Building near the Senate Chamber",
        &["in us-capitol “US Capitol Building”", "near senate-chamber “Senate Chamber”"],
    );
    check("through the Rotunda of the US Capitol", &["through rotunda “Rotunda”", "in us-capitol “US Capitol”"]);
    check("try to enter the House Chamber", &["at house-chamber “House Chamber”"]);
    check("in front of the Capitol", &["near us-capitol “Capitol”"]);
    check(
        "while taking cover in the House of Representatives chamber.",
        &["in house-chamber “House of Representatives chamber”"],
    );
    check("in Washington, DC.", &["in washington-dc “Washington, DC”"]);
}

#[test]
fn a_part_of_a_room_counts_where_the_room_is_named() {
    check(
        "jumps from the public gallery to the floor of the Senate chamber",
        &["in senate-gallery “public gallery”", "at senate-floor “floor”", "in senate-chamber “Senate chamber”"],
    );
    check(
        "He stands on the floor of the House chamber and looks to the gallery",
        &["at house-floor “floor”", "in house-chamber “House chamber”", "at house-gallery “gallery”"],
    );
    check("He jumps from the public gallery to the floor.", &[]);
    check("on the floor of the Senate", &["at senate-floor “floor of the Senate”"]);
    check("on the steps of the US Capitol Building", &["at capitol-steps “steps of the US Capitol”"]);
}

#[test]
fn titles_and_bodies_are_no_places() {
    check("the lectern of US Speaker of the House Nancy Pelosi", &["Title “Speaker of the House”"]);
    check("Capitol police officers point their guns", &["Body “Capitol police officers”"]);
    check("on the US Capitol Police armoured vehicle", &["Body “US Capitol Police”"]);
    check("Senate Majority Leader Mitch McConnell", &["Title “Senate Majority Leader”"]);
    check("House Republicans meet House Speaker Paul Ryan", &["Title “House Speaker”"]);
    check("He spoke to the Senate Judiciary Committee", &[]);
    check("members in the House of Commons", &["in house-of-commons “House of Commons”"]);
    check("the House of Commons voted", &[]);
    check("at the White House", &["at white-house “White House”"]);
    check("the White House said", &[]);
    check("White House officials met", &["Body “White House officials”"]);
    check("at the Sydney Opera House", &["at sydney-opera-house “Sydney Opera House”"]);
    check("The Opera House in Manaus", &["in amazon-theatre “Opera House”", "in manaus “Manaus”"]);
    check("at an opera house", &["Elsewhere “opera house”"]);
    check("in the house on the hill", &[]);
    check("at the Texas Capitol", &["at texas-capitol “Texas Capitol”"]);
    check("at the state Capitol in Austin", &["at texas-capitol “state Capitol”", "in austin “Austin”"]);
    check("at the state Capitol", &["Elsewhere “state Capitol”"]);
    check("in the Georgia State Capitol", &["in georgia-capitol “Georgia State Capitol”"]);
    check("the House voted, the Senate did not", &[]);
    check("a capital idea", &[]);
    check("he works in the Senate and eats in the House", &["in senate “Senate”", "in house “House”"]);
}

#[test]
fn words_that_some_town_is_called_are_no_towns() {
    check("on Wood Street, Downtown", &[]);
    check("seated in front of Christmas tree", &[]);
    check("in front of Cathedral of Learning", &[]);
    check("delivers the State of the Union address", &[]);
    check("in der Altstadt von Dresden, um 1946", &["in dresden “Dresden”"]);
    check("hugs a child on America's Independence Day", &[]);
    check("ten years in America.", &["in united-states “America”"]);
}

#[test]
fn a_name_qualified_by_a_city_elsewhere_is_its_quarters() {
    let pittsburgh = &["in pittsburgh “Pittsburgh”"];
    check("A man waves in Oakland (Pittsburgh).", pittsburgh);
    check("A man waves in Oakland, Pittsburgh, Pennsylvania.", pittsburgh);
    check("A man waves in Oakland (Pittsburgh, Pennsylvania).", pittsburgh);
    check("A man waves in the Oakland neighborhood of Pittsburgh.", pittsburgh);
    check("A man waves in the Oakland section of Pittsburgh.", pittsburgh);
    check("A man waves in the Oakland neighborhood, Pittsburgh.", pittsburgh);
    check("A man waves in Pittsburgh's Oakland neighborhood.", pittsburgh);
    // Near the city, in its state, or alone it is a town.
    finds("A man waves in Versailles (Paris).", "Versailles", "Versailles", "France");
    finds("A man waves in Oakland, California.", "Oakland", "Oakland", "California");
    finds("A man waves in Oakland near Pittsburgh.", "Oakland", "Oakland", "California");
    finds("Shops in Dallas, Austin, Texas.", "Dallas", "Dallas", "Texas");
    finds("Shops in Bombay (Mumbai).", "Bombay", "Mumbai", "India");
}

#[test]
fn what_is_somebodys_is_no_town() {
    check("gathered at the bar in Stanley's Tavern", &[]);
    check("posed in Harris studio", &[]);
    check("cutting cake in Bullard home", &[]);
    check("at St. Thomas church supper", &[]);
    check("throw their cox into the Thames after the race", &[]);
    check("celebrate after the win over England", &[]);
    check("out in Soho, New York.", &["in new-york “New York”"]);
    check("in London's Trafalgar Square", &["in london “London”", "in trafalgar-square “Trafalgar Square”"]);
}

#[test]
fn small_places_lie_in_what_stands_beside_them() {
    check("Orth, Minnesota. Women at the sale", &["in orth-minnesota “Orth”"]);
    check("Hubbard squash near Berlin, Connecticut", &["near berlin-connecticut “Berlin”"]);
    check("training at Fort Benning, Georgia", &["at fort-benning-georgia-united-states “Fort Benning”"]);
    check("Yesterday, Russia began an attack.", &[]);
    check("Vase, China, Ming dynasty", &[]);
    check(
        "floods in Berlin, Bavaria and Saxony",
        &["in berlin “Berlin”", "in bavaria “Bavaria”", "in saxony “Saxony”"],
    );
    check("en Uribia, La Guajira (Colombia).", &["in uribia “Uribia”"]);
    check("Ellis Island, New York, ca. 1907.", &["in ellis-island “Ellis Island”"]);
}

#[test]
fn what_stands_beside_a_name_decides_against_its_namesakes() {
    check("on the island of Rhodes, Greece, 25 July", &["in rhodes-greece “Rhodes”"]);
    check("eating in their dugout, Pie Town, New Mexico, 1940.", &["in pie-town-new-mexico “Pie Town”"]);
    check("Un homme à Saint-Jean-Pied-de-Port.", &[]);
    finds("wheat in Faizabad, Badakhshan province, Afghanistan, on 9 November", "Faizabad", "Faizabad", "Badakhshan");
    finds("in Valencia, Bukidnon, Philippines.", "Valencia", "Valencia", "Philippines");
    finds("villagers in Ji'an City, east China's Jiangxi Province", "Ji'an", "Ji’an", "Jiangxi");
    finds("au-dessus de Chamonix, Haute-Savoie.", "Chamonix", "Chamonix", "Haute-Savoie");
    finds("Halle (Saale), 12.09.2021, 3. Liga, Tor", "Halle (Saale)", "Halle", "Saxony-Anhalt");
    finds("Asunción, 15 ago (EFE).- El presidente de Paraguay, saluda", "Asunción", "Asuncion", "Paraguay");
    finds("au Sénat, à Paris, le 4 octobre", "Sénat", "French Senate", "Paris");
    check("devant l'Assemblée nationale, à Ouagadougou", &["in ouagadougou “Ouagadougou”"]);
    finds(
        "on the steps of the state Capitol, Monday, in Jackson, Miss.",
        "state Capitol",
        "Mississippi State Capitol",
        "Jackson",
    );
}

#[test]
fn towns_are_told_by_what_stands_around_them() {
    finds("16.11.2020, Bayern, München: Markus Söder", "München", "Munich", "Bavaria");
    finds("08.07.2014, Brasilien, Belo Horizonte: Jubel", "Belo Horizonte", "Belo Horizonte", "Brazil");
    finds("in Frankfurt (Oder).", "Frankfurt (Oder)", "Frankfurt", "Brandenburg");
    finds("his funeral in Tripoli, northern Lebanon, Monday", "Tripoli", "Tripoli", "Lebanon");
    finds("Saint-Denis (Seine-Saint-Denis), le 3 juin.", "Saint-Denis", "Saint-Denis", "Île-de-France");
    finds("at the company's Derby site", "Derby", "Derby", "England");
    finds("at Bramall Lane, Sheffield. Two men", "Sheffield", "Sheffield", "England");
    finds("in Turkey's Mediterranean province of Antalya", "Antalya", "Antalya", "Turkey");
    finds("in the Kherson region, Ukraine", "Kherson", "Kherson region", "Ukraine");
    finds("Snow falls in Washington state.", "Washington", "Washington State", "United States");
    finds("in Washington on 2001-01-01", "Washington", "Washington, DC", "United States");
}

#[test]
fn the_users_own_places_win() {
    let mut gazetteer = Gazetteer::built_in();
    let errors = gazetteer.extend(
        "id,kind,parent,name,aliases\nparis,area,,Paris,\ncafe,building,paris,Opera House,\n,elsewhere,,Rotunda,\n",
    );
    assert_eq!(errors, vec![]);
    let found = recognize("in Paris at the Opera House near the Rotunda", &gazetteer);
    let ids: Vec<_> = found.places.iter().map(|mention| mention.place.id.as_str()).collect();
    assert_eq!(ids, ["paris", "cafe"]);
    assert!(found.places[0].place.parent.is_none());
    assert_eq!(found.not_places.len(), 1);
}

proptest::proptest! {
    #[test]
    fn spans_lie_in_the_text_in_order(words in proptest::collection::vec(proptest::sample::select(vec!["Senate", "chamber", "the", "outside", "US", "Capitol", "Police", "House", "of", "floor", "é—", "in", "."]), 0..20)) {
        let text = words.join(" ");
        let mut end = 0;
        for mention in recognize(&text, &Gazetteer::built_in()).places {
            let span = mention.span.unwrap();
            proptest::prop_assert!(span.start >= end && text.get(span.clone()).is_some());
            end = span.end;
        }
    }
}
