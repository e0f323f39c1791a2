use super::*;
use crate::anatomy::read;
use crate::place::gazetteer::Gazetteer;

/// Captions in the ways of agencies, newspapers, archives and picture desks; the names shown, and those only mentioned.
/// The sentences are written for these tests.
const CAPTIONS: &[(&str, &str, &str)] = &[
    // Politics, in the manner of the Associated Press.
    (
        "House Speaker Nancy Pelosi of Calif., left, and Senate Majority Leader Chuck Schumer of N.Y., speak to reporters on Capitol Hill in Washington, Tuesday, Jan. 29, 2019. (AP Photo/Jane Doe)",
        "Nancy Pelosi; Chuck Schumer",
        "",
    ),
    ("Nancy Pelosi speaks during a news conference on Capitol Hill.", "Nancy Pelosi", ""),
    (
        "Ortsbürgermeisterin Silke Brandhorst und Kita-Leiterin Anne Thien freuen sich.",
        "Silke Brandhorst; Anne Thien",
        "",
    ),
    ("Aficionados del Sevilla celebran la victoria por las calles de Budapest.", "", ""),
    (
        "From left, Supreme Court Justices Clarence Thomas, Sonia Sotomayor, Samuel Alito and Elena Kagan listen as President Joe Biden delivers his State of the Union address.",
        "Clarence Thomas; Sonia Sotomayor; Samuel Alito; Elena Kagan; Joe Biden",
        "",
    ),
    (
        "FILE - In this Jan. 20, 2009, file photo, Barack Obama, left, takes the oath of office from Chief Justice John Roberts as his wife Michelle holds the Bible.",
        "Barack Obama; John Roberts; Michelle",
        "",
    ),
    ("Supporters of former President Donald Trump gather outside Mar-a-Lago in Palm Beach, Fla.", "", "Donald Trump"),
    (
        "Firefighters battle a blaze in Santa Rosa. Gov. Gavin Newsom declared a state of emergency on Wednesday.",
        "",
        "Gavin Newsom",
    ),
    (
        "Sen. Lisa Murkowski, R-Alaska, walks to the Senate chamber past Sen. Joe Manchin, D-W.Va., on Tuesday.",
        "Lisa Murkowski; Joe Manchin",
        "",
    ),
    (
        "Reps. Alexandria Ocasio-Cortez, D-N.Y., and Ilhan Omar, D-Minn., talk on the steps of the House.",
        "Alexandria Ocasio-Cortez; Ilhan Omar",
        "",
    ),
    ("President Trump and first lady Melania Trump board Air Force One.", "Trump; Melania Trump", ""),
    (
        "Hillary Clinton speaks as her husband, former President Bill Clinton, and daughter Chelsea look on.",
        "Hillary Clinton; Bill Clinton; Chelsea",
        "",
    ),
    (
        "Barack and Michelle Obama arrive at the funeral of Sen. John McCain.",
        "Barack Obama; Michelle Obama",
        "John McCain",
    ),
    (
        "Judge Ketanji Brown Jackson is sworn in for her confirmation hearing before the Senate Judiciary Committee.",
        "Ketanji Brown Jackson",
        "",
    ),
    ("Demonstrators protest against Supreme Court nominee Brett Kavanaugh in Washington.", "", "Brett Kavanaugh"),
    ("A sign reading \"Justice for Breonna Taylor\" hangs on a fence in Louisville, Ky.", "", ""),
    (
        "Vice President Kamala Harris, with her husband Doug Emhoff, waves as she boards Air Force Two.",
        "Kamala Harris; Doug Emhoff",
        "",
    ),
    (
        "New York Mayor Bill de Blasio speaks to reporters after a meeting with Gov. Andrew Cuomo in Albany.",
        "Bill de Blasio",
        "Andrew Cuomo",
    ),
    ("J.D. Vance, a Republican candidate for Senate, greets voters in Dayton, Ohio.", "J.D. Vance", ""),
    (
        "Attorney General Merrick Garland, flanked by FBI Director Christopher Wray, right, and Deputy Attorney General Lisa Monaco, left, speaks at the Justice Department.",
        "Merrick Garland; Christopher Wray; Lisa Monaco",
        "",
    ),
    (
        "Former President George W. Bush, center, and former first lady Laura Bush attend a service at Washington National Cathedral.",
        "George W. Bush; Laura Bush",
        "",
    ),
    (
        "In this image from video, impeachment manager Rep. Jamie Raskin, D-Md., speaks during the second impeachment trial of former President Donald Trump in the Senate.",
        "Jamie Raskin",
        "Donald Trump",
    ),
    (
        "White House press secretary Karine Jean-Pierre takes questions during the daily briefing.",
        "Karine Jean-Pierre",
        "",
    ),
    (
        "Stacey Abrams, right, hugs a voter. She lost the race for governor to Brian Kemp in 2018.",
        "Stacey Abrams",
        "Brian Kemp",
    ),
    (
        "Protesters hold cutouts of President Vladimir Putin and Chinese President Xi Jinping outside the embassy.",
        "",
        "Vladimir Putin; Xi Jinping",
    ),
    ("A man dressed as Abraham Lincoln waits for the parade to start.", "", "Abraham Lincoln"),
    (
        "Rudy Giuliani, a lawyer for President Donald Trump, speaks at a news conference.",
        "Rudy Giuliani",
        "Donald Trump",
    ),
    (
        "Members of the Proud Boys march toward the Capitol. Enrique Tarrio was arrested two days earlier.",
        "",
        "Enrique Tarrio",
    ),
    ("Trump supporters cheer as Donald Trump Jr. takes the stage.", "Donald Trump Jr.", ""),
    ("The casket of Rep. John Lewis is carried across the Edmund Pettus Bridge in Selma, Ala.", "", "John Lewis"),
    ("Capitol Police Officer Eugene Goodman is applauded in the Senate chamber.", "Eugene Goodman", ""),
    ("Sens. Ted Cruz (R-Texas) and Josh Hawley (R-Mo.) object to the certification.", "Ted Cruz; Josh Hawley", ""),
    // World news, in the manner of Reuters, Agence France-Presse and the European Pressphoto Agency.
    (
        "Britain's Prince William, Duke of Cambridge, and Catherine, Duchess of Cambridge, leave Westminster Abbey following their wedding in London April 29, 2011. REUTERS/Jane Doe",
        "Prince William; Catherine",
        "",
    ),
    (
        "A protester wearing a mask of Brazilian President Jair Bolsonaro holds a sign during a demonstration in Sao Paulo.",
        "",
        "Jair Bolsonaro",
    ),
    (
        "A woman holds a portrait of Mahsa Amini during a protest in front of the Iranian embassy in Berlin.",
        "",
        "Mahsa Amini",
    ),
    (
        "German Chancellor Angela Merkel walks past a portrait of Konrad Adenauer at the chancellery in Berlin.",
        "Angela Merkel",
        "Konrad Adenauer",
    ),
    (
        "Pope Francis waves to the faithful as he arrives for his weekly general audience in St. Peter's Square at the Vatican.",
        "Pope Francis",
        "",
    ),
    (
        "Queen Elizabeth II, Prince Charles and Camilla, Duchess of Cornwall, watch a flypast from the balcony of Buckingham Palace.",
        "Queen Elizabeth II; Prince Charles; Camilla",
        "",
    ),
    (
        "Kim Jong Un shakes hands with Xi Jinping at the Great Hall of the People in Beijing.",
        "Kim Jong Un; Xi Jinping",
        "",
    ),
    (
        "Ukrainian President Volodymyr Zelenskiy and Turkish President Tayyip Erdogan attend a joint news conference in Istanbul.",
        "Volodymyr Zelenskiy; Tayyip Erdogan",
        "",
    ),
    ("Residents walk past a billboard showing Syrian President Bashar al-Assad in Damascus.", "", "Bashar al-Assad"),
    (
        "Saudi Crown Prince Mohammed bin Salman meets Egyptian President Abdel Fattah al-Sisi in Cairo.",
        "Mohammed bin Salman; Abdel Fattah al-Sisi",
        "",
    ),
    (
        "European Commission President Ursula von der Leyen delivers her speech at the European Parliament in Strasbourg.",
        "Ursula von der Leyen",
        "",
    ),
    (
        "People lay flowers at a makeshift memorial for Alexei Navalny in front of the Russian consulate in Frankfurt.",
        "",
        "Alexei Navalny",
    ),
    ("Aung San Suu Kyi arrives at the International Court of Justice in The Hague.", "Aung San Suu Kyi", ""),
    (
        "South Africa's former president Jacob Zuma sits in the dock of the High Court in Pietermaritzburg.",
        "Jacob Zuma",
        "",
    ),
    ("A boy stands next to a poster of Lionel Messi in the Bangladeshi capital Dhaka.", "", "Lionel Messi"),
    (
        "Swedish climate activist Greta Thunberg takes part in a protest outside the European Parliament.",
        "Greta Thunberg",
        "",
    ),
    (
        "Russian President Vladimir Putin is seen on a screen as he delivers his annual address, in a bar in Simferopol.",
        "Vladimir Putin",
        "",
    ),
    ("Actress Cate Blanchett, a UNHCR Goodwill Ambassador, visits a refugee camp in Jordan.", "Cate Blanchett", ""),
    (
        "Italy's Prime Minister Giorgia Meloni welcomes her Japanese counterpart Fumio Kishida at Chigi Palace in Rome.",
        "Giorgia Meloni; Fumio Kishida",
        "",
    ),
    (
        "Indian Prime Minister Narendra Modi hugs US President Joe Biden ahead of the G20 summit in New Delhi.",
        "Narendra Modi; Joe Biden",
        "",
    ),
    ("A vendor sells souvenirs with the image of Eva Peron in Buenos Aires.", "", "Eva Peron"),
    ("Migrants wait to be rescued by the Spanish NGO Open Arms in the Mediterranean Sea.", "", ""),
    (
        "Nguyen Phu Trong, general secretary of the Communist Party of Vietnam, casts his vote in Hanoi.",
        "Nguyen Phu Trong",
        "",
    ),
    (
        "A worker cleans the statue of Queen Victoria ahead of the coronation of King Charles III.",
        "",
        "Queen Victoria; King Charles III",
    ),
    (
        "UN Secretary-General Antonio Guterres speaks with Norway's Foreign Minister Ine Eriksen Soreide.",
        "Antonio Guterres; Ine Eriksen Soreide",
        "",
    ),
    (
        "Rahul Gandhi, leader of India's main opposition Congress party, addresses a rally in Srinagar.",
        "Rahul Gandhi",
        "",
    ),
    (
        "Archbishop of Canterbury Justin Welby places the crown on the head of King Charles III at Westminster Abbey.",
        "Justin Welby; King Charles III",
        "",
    ),
    ("Palestinians inspect the ruins of a house after an Israeli strike in Khan Younis.", "", ""),
    // Sports, in the manner of Getty Images.
    (
        "MANCHESTER, ENGLAND - MAY 11: Sergio Aguero of Manchester City celebrates with teammates David Silva and Kevin De Bruyne after scoring his team's first goal during the Premier League match between Manchester City and West Ham United at Etihad Stadium on May 11, 2014 in Manchester, England. (Photo by Jane Doe/Getty Images)",
        "Sergio Aguero; David Silva; Kevin De Bruyne",
        "",
    ),
    (
        "LeBron James #23 of the Los Angeles Lakers shoots over Kevin Durant #7 of the Brooklyn Nets in the first half at Barclays Center.",
        "LeBron James; Kevin Durant",
        "",
    ),
    (
        "Spain's Rafael Nadal returns the ball during the men's singles final at the Roland Garros stadium in Paris.",
        "Rafael Nadal",
        "",
    ),
    (
        "Novak Djokovic of Serbia plays a forehand against Carlos Alcaraz of Spain in the Men's Singles Final on day fourteen of The Championships Wimbledon 2023 at All England Lawn Tennis and Croquet Club.",
        "Novak Djokovic",
        "Carlos Alcaraz",
    ),
    (
        "Red Bull driver Max Verstappen of the Netherlands leads Mercedes driver Lewis Hamilton of Britain during the Formula One Grand Prix at Silverstone.",
        "Max Verstappen; Lewis Hamilton",
        "",
    ),
    (
        "Manchester United's Marcus Rashford, right, is challenged by Liverpool's Virgil van Dijk during the English Premier League soccer match at Anfield.",
        "Marcus Rashford; Virgil van Dijk",
        "",
    ),
    (
        "Serena Williams reacts after losing a point to Naomi Osaka in the U.S. Open women's final.",
        "Serena Williams; Naomi Osaka",
        "",
    ),
    ("Eliud Kipchoge of Kenya crosses the line to win the Berlin Marathon.", "Eliud Kipchoge", ""),
    (
        "Simone Biles of Team United States competes on the balance beam during the Tokyo 2020 Olympic Games at Ariake Gymnastics Centre.",
        "Simone Biles",
        "",
    ),
    (
        "Kansas City Chiefs quarterback Patrick Mahomes (15) throws a pass as San Francisco 49ers defensive end Nick Bosa (97) closes in during Super Bowl LIV.",
        "Patrick Mahomes; Nick Bosa",
        "",
    ),
    (
        "Head coach Jurgen Klopp of Liverpool looks on prior to the UEFA Champions League Final between Liverpool and Real Madrid.",
        "Jurgen Klopp",
        "",
    ),
    (
        "Los Angeles Angels' Shohei Ohtani hits a home run off New York Yankees starting pitcher Gerrit Cole.",
        "Shohei Ohtani; Gerrit Cole",
        "",
    ),
    ("England captain Harry Kane lifts the trophy.", "Harry Kane", ""),
    (
        "Tiger Woods tees off on the 12th hole at Augusta National during a practice round for the Masters.",
        "Tiger Woods",
        "",
    ),
    (
        "Usain Bolt (C) of Jamaica wins the 100m final ahead of Justin Gatlin (L) of the United States and Andre De Grasse (R) of Canada.",
        "Usain Bolt; Justin Gatlin; Andre De Grasse",
        "",
    ),
    (
        "N'Golo Kante of Chelsea battles for possession with Son Heung-Min of Tottenham Hotspur at Stamford Bridge.",
        "N'Golo Kante; Son Heung-Min",
        "",
    ),
    ("Fans wearing Lionel Messi shirts queue outside Camp Nou.", "", "Lionel Messi"),
    (
        "Novak Djokovic kisses the trophy after defeating Stefanos Tsitsipas in the Australian Open final.",
        "Novak Djokovic",
        "Stefanos Tsitsipas",
    ),
    (
        "Tadej Pogacar, wearing the yellow jersey, rides behind Jonas Vingegaard during the 17th stage of the Tour de France.",
        "Tadej Pogacar; Jonas Vingegaard",
        "",
    ),
    (
        "Anthony Joshua lands a punch on Oleksandr Usyk during their heavyweight title fight.",
        "Anthony Joshua; Oleksandr Usyk",
        "",
    ),
    ("The Boston Celtics' Jayson Tatum drives past Jimmy Butler of the Miami Heat.", "Jayson Tatum; Jimmy Butler", ""),
    (
        "Ben Stokes of England celebrates with Stuart Broad during day three of the 3rd Ashes Test match at Headingley.",
        "Ben Stokes; Stuart Broad",
        "",
    ),
    (
        "Megan Rapinoe #15 of USA celebrates with Alex Morgan #13 and Rose Lavelle #16 after scoring at Parc des Princes.",
        "Megan Rapinoe; Alex Morgan; Rose Lavelle",
        "",
    ),
    // Stage, screen and fashion.
    (
        "(L-R) Tom Hanks, Rita Wilson, Meg Ryan and Nora Ephron attend the premiere of \"You've Got Mail\" at the Ziegfeld Theatre in New York City.",
        "Tom Hanks; Rita Wilson; Meg Ryan; Nora Ephron",
        "",
    ),
    (
        "Jennifer Lopez and Alex Rodriguez attend the 2019 Met Gala Celebrating Camp: Notes on Fashion at Metropolitan Museum of Art on May 06, 2019 in New York City.",
        "Jennifer Lopez; Alex Rodriguez",
        "",
    ),
    ("Actor Idris Elba poses for photographers upon arrival at the premiere of the film \"Cats\".", "Idris Elba", ""),
    ("Model Gigi Hadid walks the runway at the Versace show during Milan Fashion Week.", "Gigi Hadid", ""),
    (
        "A model wears a creation by designer Giorgio Armani as part of the Armani men's collection in Milan, Italy.",
        "",
        "Giorgio Armani",
    ),
    ("A model presents a creation from the Christian Dior collection during Paris Fashion Week.", "", ""),
    (
        "Director Greta Gerwig, left, and actors Margot Robbie and Ryan Gosling pose during the photo call for \"Barbie\".",
        "Greta Gerwig; Margot Robbie; Ryan Gosling",
        "",
    ),
    (
        "Dwayne \"The Rock\" Johnson arrives at the Los Angeles premiere of \"Jumanji\".",
        "Dwayne \"The Rock\" Johnson",
        "",
    ),
    ("Meryl Streep as Miranda Priestly in the film.", "Meryl Streep", "Miranda Priestly"),
    ("Singer Rihanna performs on stage at the Barclays Center.", "Rihanna", ""),
    ("Robert Downey Jr. and Chris Evans attend the world premiere.", "Robert Downey Jr.; Chris Evans", ""),
    ("Taylor Swift fans wait outside Wembley Stadium.", "", "Taylor Swift"),
    ("Visitors look at paintings by Frida Kahlo at the Tate Modern in London.", "", "Frida Kahlo"),
    (
        "Cast members Jennifer Aniston, Courteney Cox, Lisa Kudrow, Matt LeBlanc, Matthew Perry and David Schwimmer pose with their awards.",
        "Jennifer Aniston; Courteney Cox; Lisa Kudrow; Matt LeBlanc; Matthew Perry; David Schwimmer",
        "",
    ),
    (
        "Anna Wintour, Vogue's editor-in-chief, sits in the front row next to Donatella Versace.",
        "Anna Wintour; Donatella Versace",
        "",
    ),
    ("Kate Winslet wins the Oscar for best actress for her role in \"The Reader\".", "Kate Winslet", ""),
    ("Ozzy Osbourne of Black Sabbath performs at Villa Park.", "Ozzy Osbourne", ""),
    (
        "Conductor Gustavo Dudamel leads the Los Angeles Philharmonic in a concert of works by Ludwig van Beethoven.",
        "Gustavo Dudamel",
        "Ludwig van Beethoven",
    ),
    // Courts and crime.
    (
        "Derek Chauvin listens as his defense attorney Eric Nelson gives closing arguments in Minneapolis. Chauvin is charged in the May 25, 2020 death of George Floyd.",
        "Derek Chauvin; Eric Nelson",
        "George Floyd",
    ),
    (
        "In this courtroom sketch, Ghislaine Maxwell, center, sits between her attorneys Jeffrey Pagliuca, left, and Christian Everdell.",
        "Ghislaine Maxwell; Jeffrey Pagliuca; Christian Everdell",
        "",
    ),
    (
        "Harvey Weinstein arrives at a Manhattan courthouse with his lawyer Donna Rotunno.",
        "Harvey Weinstein; Donna Rotunno",
        "",
    ),
    ("A police booking photo of Robert Aaron Long.", "Robert Aaron Long", ""),
    ("Relatives of Trayvon Martin hug outside the courthouse in Sanford.", "", "Trayvon Martin"),
    ("Kyle Rittenhouse, 18, testifies during his trial at the Kenosha County Courthouse.", "Kyle Rittenhouse", ""),
    (
        "Police Chief Charles Ramsey said officers fired three shots. Neighbors gather near the scene on Locust Street.",
        "Charles Ramsey",
        "",
    ),
    (
        "A photo of Gabby Petito sits among flowers at a memorial outside City Hall in North Port, Florida.",
        "",
        "Gabby Petito",
    ),
    // People in the news who hold no office.
    (
        "Maria Lopez, 34, of Phoenix, waits in line with her son Diego at a food bank in Mesa, Arizona.",
        "Maria Lopez; Diego",
        "",
    ),
    ("Tanisha Brown (right), 29, comforts her sister Keisha after the vigil.", "Tanisha Brown; Keisha", ""),
    ("Farmer Tom Vilner checks his corn crop near Ames, Iowa.", "Tom Vilner", ""),
    (
        "Dr. Anthony Fauci, director of the National Institute of Allergy and Infectious Diseases, speaks to the press.",
        "Anthony Fauci",
        "",
    ),
    ("Registered nurse Kath Olmstead gives a volunteer the first shot of the Moderna vaccine.", "Kath Olmstead", ""),
    ("Mstyslav Chernov, 37, photographs the ruins of a theater.", "Mstyslav Chernov", ""),
    ("Students at Marjory Stoneman Douglas High School embrace after the shooting.", "", ""),
    ("An unidentified woman walks her dog in Central Park.", "", ""),
    ("A protester confronts a police officer in riot gear.", "", ""),
    ("Volunteers Ana Souza and Pedro Lima hand out meals in Rio de Janeiro.", "Ana Souza; Pedro Lima", ""),
    (
        "Ngozi Okafor-Mensah, 8, second from left, and her classmates plant trees at St. Mary's Primary School.",
        "Ngozi Okafor-Mensah",
        "",
    ),
    ("Elijah McClain's mother, Sheneen, speaks at a rally in Aurora, Colorado.", "Sheneen", "Elijah McClain"),
    (
        "Mayor Jane Castor, fire chief Barbara Tripp and Hillsborough County Sheriff Chad Chronister announce the evacuation.",
        "Jane Castor; Barbara Tripp; Chad Chronister",
        "",
    ),
    (
        "The late Ruth Bader Ginsburg is remembered at a vigil on the steps of the Supreme Court.",
        "",
        "Ruth Bader Ginsburg",
    ),
    (
        "Clockwise from top left: Emma Gonzalez, David Hogg, Cameron Kasky and Jaclyn Corin.",
        "Emma Gonzalez; David Hogg; Cameron Kasky; Jaclyn Corin",
        "",
    ),
    ("Pictured: Laura Kuenssberg (left) and Nick Robinson.", "Laura Kuenssberg; Nick Robinson", ""),
    ("NANCY PELOSI speaks to the press in Washington.", "NANCY PELOSI", ""),
    // Archives.
    (
        "Migrant worker Florence Owens Thompson with her children. Nipomo, California, 1936.",
        "Florence Owens Thompson",
        "",
    ),
    ("Destitute pea pickers in California. Mother of seven children. Age thirty-two. Nipomo, California.", "", ""),
    ("Floyd Burroughs, cotton sharecropper. Hale County, Alabama.", "Floyd Burroughs", ""),
    (
        "Mrs. Fred Wilkins passing cake to the men at dinner on corn-shucking day. Tallyho, Stem, Granville County, North Carolina",
        "Fred Wilkins",
        "",
    ),
    ("Wife of Mississippi sharecropper", "", ""),
    (
        "Chicago, Illinois. Private D.N. Daniels kissing his wife goodbye at the Greyhound bus terminal",
        "D.N. Daniels",
        "",
    ),
    ("Eggs on the Enos Royer farm, Lancaster County, Pennsylvania", "", "Enos Royer"),
    ("Keysville, Virginia. Randolph Henry High School. Graduation exercises for 123 students", "", ""),
    ("Chase Brass and Copper Company, Euclid, Ohio", "", ""),
    ("Building the SS Frederick Douglass. Bethlehem-Fairfield shipyards, Baltimore, Maryland.", "", ""),
    ("Riveters Dave Martin and Walter Shired pose for the cameraman.", "Dave Martin; Walter Shired", ""),
    ("Portrait of Mira Kavaler wearing dark dress, standing in front of light colored curtain", "Mira Kavaler", ""),
    ("Mary Akmal standing between store windows displaying female mannequin with fur stole", "Mary Akmal", ""),
    ("Joe Louis golfing with spectators in South Park", "Joe Louis", ""),
    (
        "Thelma Bennett wearing light colored quilted satin robe, seated on bed holding newborn son Freddie",
        "Thelma Bennett; Freddie",
        "",
    ),
    ("Duke Ellington at the piano, New York, ca. 1946", "Duke Ellington", ""),
    ("Marilyn Monroe and Joe DiMaggio on their honeymoon, Tokyo, February 1954", "Marilyn Monroe; Joe DiMaggio", ""),
    (
        "Martin Luther King, Jr. addresses the crowd at the Lincoln Memorial during the March on Washington, August 28, 1963.",
        "Martin Luther King, Jr.",
        "",
    ),
    ("Berlin, Mauerbau, Besuch von Willy Brandt", "", "Willy Brandt"),
    ("Home of Abraham Lincoln, Springfield, Illinois", "", "Abraham Lincoln"),
    ("Senator Robert F. Kennedy at a campaign stop, Los Angeles, 1968", "Robert F. Kennedy", ""),
    ("View of Main Street looking north from the courthouse square, Elko, Nevada", "", ""),
    ("Sign in window, Venus Alley, Butte, Montana", "", ""),
    ("San Augustine, Texas. Old resident", "", ""),
    // German.
    (
        "Bundeskanzlerin Angela Merkel (CDU) spricht im Bundestag neben Vizekanzler Olaf Scholz (SPD). Foto: Jana Muster/dpa",
        "Angela Merkel; Olaf Scholz",
        "",
    ),
    (
        "Bundespräsident Frank-Walter Steinmeier empfängt den ukrainischen Präsidenten Wolodymyr Selenskyj im Schloss Bellevue.",
        "Frank-Walter Steinmeier; Wolodymyr Selenskyj",
        "",
    ),
    ("Anhänger von Donald Trump vor dem Kapitol in Washington", "", "Donald Trump"),
    ("Die Schauspielerin Nina Hoss steht bei der Berlinale auf dem roten Teppich.", "Nina Hoss", ""),
    (
        "Außenministerin Annalena Baerbock (Grüne, l.) und ihr Amtskollege Dmytro Kuleba bei einer Pressekonferenz in Kiew",
        "Annalena Baerbock; Dmytro Kuleba",
        "",
    ),
    ("Ein Wahlplakat mit dem Porträt von Armin Laschet hängt in Düsseldorf.", "", "Armin Laschet"),
    (
        "Bayern-Trainer Thomas Tuchel (links) und Torwart Manuel Neuer jubeln nach dem Sieg.",
        "Thomas Tuchel; Manuel Neuer",
        "",
    ),
    ("Demonstranten ziehen durch die Kölner Innenstadt.", "", ""),
    // French.
    (
        "Le président français Emmanuel Macron, à gauche, serre la main de Volodymyr Zelensky, à droite, à l'Élysée, le 8 février 2023.",
        "Emmanuel Macron; Volodymyr Zelensky",
        "",
    ),
    ("La maire de Paris Anne Hidalgo inaugure une piste cyclable rue de Rivoli.", "Anne Hidalgo", ""),
    ("Des manifestants brandissent un portrait de Nahel lors d'une marche à Nanterre.", "", ""),
    (
        "Kylian Mbappé célèbre son but avec Antoine Griezmann au Stade de France.",
        "Kylian Mbappé; Antoine Griezmann",
        "",
    ),
    ("L'actrice Marion Cotillard pose sur le tapis rouge du Festival de Cannes.", "Marion Cotillard", ""),
    ("Jean-Luc Mélenchon, chef de file de La France insoumise, à l'Assemblée nationale.", "Jean-Luc Mélenchon", ""),
    ("Les supporters de Marine Le Pen à Hénin-Beaumont.", "", "Marine Le Pen"),
    ("Discours d'Emmanuel Macron à la Sorbonne", "", "Emmanuel Macron"),
    // Spanish.
    (
        "El presidente del Gobierno, Pedro Sánchez, saluda a la vicepresidenta Yolanda Díaz en el Congreso de los Diputados.",
        "Pedro Sánchez; Yolanda Díaz",
        "",
    ),
    (
        "Lionel Messi celebra un gol con Ángel Di María en el estadio Monumental de Buenos Aires.",
        "Lionel Messi; Ángel Di María",
        "",
    ),
    (
        "La actriz Penélope Cruz posa junto a Pedro Almodóvar en el Festival de San Sebastián.",
        "Penélope Cruz; Pedro Almodóvar",
        "",
    ),
    ("Una mujer sostiene un retrato de Ernesto Guevara durante una marcha en La Habana.", "", "Ernesto Guevara"),
    ("El rey Felipe VI y la reina Letizia llegan al Teatro Campoamor de Oviedo.", "Felipe VI; Letizia", ""),
    ("Seguidores de Gustavo Petro festejan en Bogotá.", "", "Gustavo Petro"),
    // What is no person.
    ("The USS Abraham Lincoln sails through the Strait of Hormuz.", "", ""),
    ("A view of the Golden Gate Bridge from Lands End in San Francisco, California.", "", ""),
    ("Workers at a General Motors plant in Flint, Michigan.", "", ""),
    ("Students walk across the campus of Johns Hopkins University in Baltimore.", "", ""),
    ("Snow falls in Prince George's County, Maryland.", "", ""),
    ("The Harry Potter studio tour opens at Leavesden.", "", ""),
    ("Black Lives Matter protesters march down Pennsylvania Avenue on Martin Luther King Jr. Day.", "", ""),
    ("Hurricane Katrina flooded much of New Orleans.", "", ""),
    ("A Louis Vuitton store on the Champs-Élysées is boarded up.", "", ""),
    ("The Royal Opera House in Covent Garden.", "", ""),
    ("Dallas Cowboys cheerleaders perform at AT&T Stadium.", "", ""),
    ("A Boeing 747 of British Airways lands at Heathrow Airport.", "", ""),
    ("Santa Claus rides a jet ski in Key West.", "", ""),
    ("Early Morning Fog Over Golden Fields in Northern Vermont", "", ""),
    ("A United Nations convoy drives past Mount Nyiragongo near Goma, North Kivu.", "", ""),
    ("Lake Victoria at dusk; fishing boats near Mwanza.", "", ""),
    ("Tourists visit Rockefeller Center and St. Patrick's Cathedral on Fifth Avenue.", "", ""),
    ("Extinction Rebellion activists glue themselves to the Bank of England.", "", ""),
];

#[test]
fn captions_show_and_mention_whom_they_name() {
    let gazetteer = Gazetteer::built_in();
    let mut wrong = Vec::new();
    for (text, shown, mentioned) in CAPTIONS {
        let persons = read(text, &gazetteer).persons;
        let named = |role| {
            let names = persons.iter().filter(|person| person.role == role).map(|person| person.name.as_str());
            names.collect::<Vec<_>>().join("; ")
        };
        let read = (named(PersonRole::Shown), named(PersonRole::Mentioned));
        if (read.0.as_str(), read.1.as_str()) != (*shown, *mentioned) {
            wrong.push(format!("{text}\n    expected {shown} | {mentioned}\n    read     {} | {}", read.0, read.1));
        }
    }
    assert!(wrong.is_empty(), "{} of {} captions:\n{}", wrong.len(), CAPTIONS.len(), wrong.join("\n"));
}

/// Each person as `role: title / name / party-state`.
fn check(text: &str, expected: &[&str]) {
    let shown = read(text, &Gazetteer::built_in()).persons.into_iter().map(|person| {
        let Person { name, role, title, party, state, span } = person;
        assert_eq!(span.and_then(|span| text.get(span)), Some(name.as_str()), "{text}");
        let affiliation = party.zip(state).map_or(String::new(), |(party, state)| format!(" / {party}-{state}"));
        format!("{}: {} / {name}{affiliation}", role.name(), title.unwrap_or_default())
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn persons_are_named_after_their_titles() {
    check("Rep. Madeleine Dean, D-Pa., and other members take cover", &["shown: Rep. / Madeleine Dean / D-Pa."]);
    check("Sen. Mitch McConnell (R-Ky.) speaks", &["shown: Sen. / Mitch McConnell / R-Ky."]);
    check("Rep. Alexandria Ocasio-Cortez (D-N.Y.) waits", &["shown: Rep. / Alexandria Ocasio-Cortez / D-N.Y."]);
    check(
        "Rep. Jason Crow comforts Rep. Susan Wild while taking cover",
        &["shown: Rep. / Jason Crow", "shown: Rep. / Susan Wild"],
    );
    check("Prime Minister Ursula von der Leyen Jr. arrives", &["shown: Prime Minister / Ursula von der Leyen Jr."]);
    check("President John F. Kennedy waves.", &["shown: President / John F. Kennedy"]);
    check("Former President Barack Obama. He left.", &["shown: Former President / Barack Obama"]);
    check("Capt. Tim O'Brien salutes", &["shown: Capt. / Tim O'Brien"]);
    check("Dr. Ngô Đình Diệm, 54, reads", &["shown: Dr. / Ngô Đình Diệm"]);
    check("Sen. Tim Scott, R-S.C., speaks", &["shown: Sen. / Tim Scott / R-S.C."]);
    check("French President Emmanuel Macron waves", &["shown: French President / Emmanuel Macron"]);
}

#[test]
fn those_others_act_for_are_only_mentioned() {
    check("Supporters of US President Donald Trump protest", &["mentioned: US President / Donald Trump"]);
    check("A protester supporting US President Donald Trump jumps", &["mentioned: US President / Donald Trump"]);
    check(
        "the lectern of US Speaker of the House Nancy Pelosi through",
        &["mentioned: US Speaker of the House / Nancy Pelosi"],
    );
    check("Speaker Nancy Pelosi's lectern", &["mentioned: Speaker / Nancy Pelosi"]);
    check(
        "supporters of President Donald Trump cheer as President Donald Trump speaks",
        &["shown: President / Donald Trump"],
    );
}

#[test]
fn a_title_without_a_name_is_nobody() {
    check("the President of the United States", &[]);
    check("A Trump flag; pro-Trump protesters; Trump supporters", &[]);
    check("Members of congress run for cover", &[]);
    check("a general store in general", &[]);
    check("Mud bath, Prince George's County, Maryland", &[]);
    check("Queen 12", &[]);
}

#[test]
fn the_same_person_under_a_short_name_is_one() {
    let text = "Nancy Pelosi waves. Pelosi speaks beside Rep. Clyburn as Jim Clyburn reads.";
    let anatomy = read(text, &Gazetteer::built_in());
    let names: Vec<_> = anatomy.persons.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Nancy Pelosi", "Jim Clyburn"]);
    let mentions: Vec<_> =
        anatomy.person_mentions.iter().map(|mention| (&text[mention.range.clone()], mention.person)).collect();
    assert_eq!(mentions, [("Nancy Pelosi", 0), ("Pelosi", 0), ("Clyburn", 1), ("Jim Clyburn", 1)]);
}

#[test]
fn organizations_are_kept_apart() {
    let check = |text: &str, expected: &[&str]| {
        let found: Vec<_> =
            read(text, &Gazetteer::built_in()).organizations.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "Students of the University of Michigan and Stanford University",
        &["University of Michigan", "Stanford University"],
    );
    check("A Louisville Police Department officer guards the NATO summit", &["Louisville Police Department", "NATO"]);
    check("Members of the Republican Party and the Proud Boys", &["Republican Party", "Proud Boys"]);
    check("A player of the Boston Celtics", &["Boston Celtics"]);
    check("The Department of Justice sues Google", &["Department of Justice", "Google"]);
    check("A woman on a bench", &[]);
}
