use crate::readers::tests::{stream, unchecked};
use crate::readers::{Options, ReadError, Reader, Reading, VALUE_MAX_BYTES, Watch};

fn reading_mapped(bytes: &[u8], map: &[&str]) -> Result<Reading, ReadError> {
    let mut options = Options::default();
    for mapping in map {
        options.add_mapping(mapping)?;
    }
    Reader::with(options).read(&stream(bytes), &Watch::none())
}

fn reading(text: &str) -> Reading {
    reading_mapped(text.as_bytes(), &[]).unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

/// The photos as `name: text`.
fn check(text: &str, expected: &[&str]) {
    let photos = reading(text).photos;
    let shown: Vec<String> = photos.iter().map(|photo| format!("{}: {}", photo.key.name, photo.text())).collect();
    assert_eq!(shown, expected, "{text:?}");
}

fn check_warnings(text: &str, expected: &[&str]) {
    assert_eq!(
        reading(text).summary.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        expected,
        "{text:?}"
    );
}

fn check_error(text: &str, map: &[&str], expected: &str) {
    assert_eq!(reading_mapped(text.as_bytes(), map).unwrap_err().to_string(), expected, "{text:?}");
}

#[test]
fn tables_open_in_any_divider_and_language() {
    check("id,caption\n1,\"A man, a dog\"\n2,\"He said \"\"no\"\"\"\n", &["1: A man, a dog", "2: He said \"no\""]);
    check("Datei;Bildunterschrift\r\na.jpg; Ein Mann \r\n", &["a.jpg:  Ein Mann "]);
    check("fichier\tLégende\na.jpg\tUn homme\n", &["a.jpg: Un homme"]);
    check("\u{feff}file,DESCRIPCIÓN\na.jpg,Un hombre\n", &["a.jpg: Un hombre"]);
    check("a#0\t一个男人\nb#0\t三个甜甜圈\n", &["a%230: 一个男人", "b%230: 三个甜甜圈"]);
    check("file,caption\na.jpg,\"two\nlines\"\n", &["a.jpg: two\nlines"]);
}

#[test]
fn the_caption_is_the_best_column_that_is_not_blank() {
    check("id,title,description,caption\n1,T,D,C\n2,T,D,\n3,T,,\n4,,,\n", &["1: C", "2: D", "3: T", "4: "]);
}

#[test]
fn names_are_the_id_or_the_file_or_a_hash_and_never_the_same() {
    check(
        "id,file,caption\n1,a.jpg,x\n1,b.jpg,y\n1,b.jpg,z\n,,z\n,,z\n",
        &["1: x", "b.jpg: y", "af63f74c86021a6d: z", "af63f74c86021a6d-2: z", "af63f74c86021a6d-3: z"],
    );
    let photos = reading("key,caption\nelsewhere#7,x\n8,y\n").photos;
    assert_eq!(photos[0].key.to_string(), "elsewhere#7");
    assert_eq!(photos[1].key.to_string(), "-#8");
}

#[test]
fn columns_become_fields() {
    let text = "loc_item_link,photographer_name,caption,year,month,city,county,state,keywords,people,credit,img\n\
        x/PP,Carl Mydans,A sow,1935,11,Hyattsville,Prince Georges,Maryland,\"pig, farm\",Doe; Roe,FSA,a.jpg\n";
    let photo = reading(text).photos.remove(0);
    assert_eq!(photo.key.name, "x/PP");
    assert_eq!(photo.caption.creator, ["Carl Mydans"]);
    assert_eq!(photo.caption.date_created.as_ref().map(ToString::to_string).as_deref(), Some("1935-11"));
    assert_eq!(photo.places[0].place.path(), ["United States", "Maryland", "Hyattsville"]);
    assert_eq!(photo.places[1].place.path(), ["United States", "Maryland", "Prince Georges"]);
    assert_eq!(photo.caption.keywords, ["pig", "farm"]);
    assert_eq!(photo.caption.persons_shown, ["Doe", "Roe"]);
    assert_eq!(photo.caption.credit_line.as_deref(), Some("FSA"));
    assert_eq!(photo.file.as_deref(), Some("a.jpg"));
}

#[test]
fn the_users_mapping_wins() {
    let text = b"id,caption,foo\n1,x,y\n";
    let photo = |map: &[&str]| reading_mapped(text, map).unwrap().photos.remove(0);
    assert_eq!(photo(&["foo=caption"]).text(), "y");
    assert_eq!(photo(&["FOO=photographer"]).caption.creator, ["y"]);
    assert_eq!(photo(&["3=title"]).caption.title.as_deref(), Some("y"));
    assert_eq!(reading_mapped(b"1\tA\tB\n2\tC\tD\n", &["2=caption"]).unwrap().photos[1].text(), "C");
    check_error(
        "id,caption\n1,x\n",
        &["bar=caption"],
        "cannot map the column “bar”: there is none of that name, the columns being “id”, “caption”: standard input",
    );
    let error = reading_mapped(text, &["foo=nonsense"]).unwrap_err();
    assert!(matches!(error, ReadError::UnknownField { .. }), "{error}");
}

#[test]
fn columns_that_are_not_used_are_named() {
    check_warnings("id,caption,foo,bar\n1,x,y,z\n", &["not used: the columns “foo”, “bar”"]);
    check_error(
        "a\tb\tc\nd\te\tf\n",
        &[],
        "no captions found: no column is known to hold them; name one with --map COLUMN=caption, the columns being “a”, “b”, “c”: standard input",
    );
    check_error("id,caption\n", &[], "no photos found: there is no row below the names of the columns: standard input");
}

#[test]
fn ragged_rows_keep_what_they_have() {
    let text = "file,caption,credit\na.jpg,one\nb.jpg,two,AP,extra\n\nc.jpg,three,AFP\n";
    check(text, &["a.jpg: one", "b.jpg: two", "c.jpg: three"]);
    check_warnings(
        text,
        &[
            "line 2: the row has 2 cells and the table 3 columns: the missing ones are taken as empty",
            "line 3: the row has 4 cells and the table 3 columns: those beyond the last column are left out",
        ],
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_only_its_line() {
    let text = "file,caption\r\na.jpg,\"never closed\r\nb.jpg,two\r\nc.jpg,\"th\nree\"\r\n";
    check(text, &["a.jpg: never closed\r\nb.jpg,two\r\nc.jpg,th", "ree\": "]);
    let text = "file,caption\na.jpg,\"x\ny\"\nb.jpg,\"never closed\nc.jpg,three\nd.jpg,four\n";
    check(text, &["a.jpg: x\ny", "b.jpg: never closed", "c.jpg: three", "d.jpg: four"]);
    check_warnings(
        text,
        &["line 4: a quotation mark that begins a cell is never closed: the cell is taken to end with its line"],
    );
    let rows: String = (0..200).map(|n| format!("{n}.jpg,x\n")).collect();
    let text = format!("file,caption\na.jpg,\"never closed\n{rows}b.jpg,\"y\"\nc.jpg,\"z\"\nd.jpg,w\n");
    let warnings = reading(&text).summary.warnings;
    assert!(
        warnings[0].to_string().starts_with("line 2: a cell in quotation marks runs over many of "),
        "{warnings:?}"
    );
}

#[test]
fn marks_that_are_never_closed_are_mended_in_bounded_time() {
    let mut text = "file,caption\n".to_owned();
    // Each line's first cell is closed and its second is not.
    for n in 0..40_001 {
        text.push_str(&format!("\"{n}\",\"x\"\"\n"));
    }
    assert!(!reading(&text).photos.is_empty());
}

#[test]
fn a_cell_of_more_than_a_mebibyte_costs_its_row() {
    let text = format!("file,caption\na.jpg,{}\nb.jpg,two\n", "x".repeat(VALUE_MAX_BYTES + 1));
    check(&text, &["b.jpg: two"]);
    check_warnings(&text, &["line 2: the row is left out: a cell has 1048577 bytes, and at most 1048576 are read"]);
}

#[test]
fn a_hundred_thousand_columns_are_refused() {
    let header: Vec<String> = (0..100_000).map(|n| format!("c{n}")).collect();
    let text = format!("caption,{}\nx\n", header.join(","));
    check_error(&text, &[], "too many columns: at most 4096 are read, and it has 100001: standard input");
}

#[test]
fn other_encodings_are_read() {
    let reading = reading_mapped(b"file,caption\na.jpg,Caf\xe9\n", &[]).unwrap();
    assert_eq!(reading.photos[0].text(), "Café");
    assert_eq!(reading.summary.warnings[0].to_string(), "line 2: 1 byte is not UTF-8 and read as windows-1252");
    let utf_16: Vec<u8> = "\u{feff}file,caption\na.jpg,Café 中\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(reading_mapped(&utf_16, &[]).unwrap().photos[0].text(), "Café 中");
}

#[test]
fn hostile_cells_are_only_text() {
    check(
        "file,caption\n../../etc/passwd,\"a\0b\"\nb.jpg,=HYPERLINK(1)\n",
        &["../../etc/passwd: a\0b", "b.jpg: =HYPERLINK(1)"],
    );
    check("id,caption\n\"a\nb\",x\n", &["a%0Ab: x"]);
}

proptest::proptest! {
    #[test]
    fn no_table_makes_it_panic(rows in "(id|caption|é|,|;|\"|\n|\r|\t|x| ){0,60}") {
        let _ = reading_mapped(format!("id,caption\n{rows}").as_bytes(), &[]);
        let _ = reading_mapped(rows.as_bytes(), &[]);
    }

    #[test]
    fn a_table_of_any_captions_gives_them_back(captions in proptest::collection::vec("[ -~é中\n\"]{0,30}", 1..8)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "caption"]).unwrap();
        for (n, caption) in captions.iter().enumerate() {
            writer.write_record([&n.to_string(), caption]).unwrap();
        }
        let photos = reading_mapped(&writer.into_inner().unwrap(), &[]).unwrap().photos;
        let texts: Vec<String> = photos.iter().map(|photo| photo.text().to_owned()).collect();
        let expected: Vec<String> = captions.iter().map(|caption| if caption.trim().is_empty() { String::new() } else { caption.clone() }).collect();
        proptest::prop_assert_eq!(texts, expected);
    }

    #[test]
    fn our_own_tables_give_back_the_same_photos(photos in proptest::collection::vec(crate::record::generated::any_photo(), 1..4)) {
        use crate::record::{Record, row};
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(row::COLUMNS).unwrap();
        let mut keys = std::collections::HashSet::new();
        let photos: Vec<_> = photos.into_iter().filter(|photo| keys.insert(photo.key.clone())).collect();
        for (n, photo) in photos.iter().enumerate() {
            let record = Record::of(photo, n + 1);
            writer.write_record(row::row_of(&record).iter().map(|cell| cell.as_bytes())).unwrap();
        }
        let read = reading_mapped(&writer.into_inner().unwrap(), &[]).unwrap();
        proptest::prop_assert_eq!(unchecked(read), photos);
    }
}
