#include <chrono>
#include <thread>

#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#sort

namespace {

/// The pages of a search put together, `count` matches each.
Ids paged(Fixture& store, const std::string& url, int count) {
  const std::string query = url + (url.find('?') == std::string::npos ? "?" : "&") + "_count=" + std::to_string(count);
  Ids all;
  std::string cursor;
  for (int pages = 0; pages < 1000; ++pages) {
    const auto page = store.page(query + (cursor.empty() ? "" : "&_cursor=" + cursor));
    CHECK(page.matches.size() <= static_cast<std::size_t>(count));
    for (const auto& id : ids_of(page.matches)) all.push_back(id);
    if (page.next.empty()) return all;
    CHECK(page.matches.size() == static_cast<std::size_t>(count));
    cursor = page.next;
  }
  FAIL("the pages have no end");
  return all;
}

/// The pages of a search from the last to the first, put together in the order of the search.
Ids paged_back(Fixture& store, const std::string& url, int count) {
  const std::string query = url + (url.find('?') == std::string::npos ? "?" : "&") + "_count=" + std::to_string(count);
  const auto first = store.page(query);
  if (first.last.empty()) return ids_of(first.matches);
  Ids all;
  std::string cursor = first.last;
  for (int pages = 0; pages < 1000; ++pages) {
    const auto page = store.page(query + "&_cursor=" + cursor);
    CHECK(page.next.empty() == (pages == 0));
    const Ids ids = ids_of(page.matches);
    all.insert(all.begin(), ids.begin(), ids.end());
    if (page.previous.empty()) return all;
    CHECK(ids.size() == static_cast<std::size_t>(count));
    cursor = page.previous;
  }
  FAIL("the pages have no end");
  return all;
}

/// Two versions written one after the other may have the same time; not with this between.
void tick() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

struct Sorted {
  const char* url;
  Ids ids;
};

void check_order(Fixture& store, std::initializer_list<Sorted> cases) {
  for (const auto& one : cases) {
    CAPTURE(one.url);
    CHECK(store.in_order(one.url) == one.ids);
    CHECK(paged(store, one.url, 1) == one.ids);
    CHECK(paged(store, one.url, 2) == one.ids);
    CHECK(paged(store, one.url, 3) == one.ids);
    CHECK(paged_back(store, one.url, 1) == one.ids);
    CHECK(paged_back(store, one.url, 2) == one.ids);
  }
}

}  // namespace

TEST_CASE("results are in the order asked for, those without a value last, page by page") {
  // Ids are keys in an order of their own; where all else is equal it decides.
  Fixture store;
  const auto patient = [&](const char* id, const std::string& rest) {
    store.put(R"({"resourceType":"Patient","id":")" + std::string(id) + "\"" + rest + "}");
    tick();
  };
  patient("0000000000001", R"(,"birthDate":"1990-01-01","name":[{"family":"Zubin","given":["A","M"]}])");
  patient("0000000000002", R"(,"birthDate":"1984","name":[{"family":"äther"},{"family":"Yadav"}])");
  patient("0000000000003", R"(,"name":[{"family":"Bose"}])");
  patient("0000000000004", R"(,"birthDate":"1984-05-17","name":[{"family":"bose"}])");
  patient("0000000000005", R"(,"birthDate":"1990-01-01")");
  patient("0000000000006", R"(,"active":true)");
  const Ids n{"", "0000000000001", "0000000000002", "0000000000003", "0000000000004", "0000000000005", "0000000000006"};
  check_order(store, {
      {"Patient?_sort=_id", {n[1], n[2], n[3], n[4], n[5], n[6]}},
      {"Patient?_sort=-_id", {n[6], n[5], n[4], n[3], n[2], n[1]}},
      {"Patient?_sort=_lastUpdated", {n[1], n[2], n[3], n[4], n[5], n[6]}},
      {"Patient?_sort=-_lastUpdated", {n[6], n[5], n[4], n[3], n[2], n[1]}},
      {"Patient?_sort=birthdate", {n[2], n[4], n[1], n[5], n[3], n[6]}},
      {"Patient?_sort=-birthdate", {n[5], n[1], n[4], n[2], n[6], n[3]}},
      {"Patient?_sort=family", {n[2], n[3], n[4], n[1], n[5], n[6]}},
      {"Patient?_sort=-family", {n[1], n[2], n[4], n[3], n[6], n[5]}},
      {"Patient?_sort=family,-_id", {n[2], n[4], n[3], n[1], n[6], n[5]}},
      {"Patient?_sort=birthdate,family", {n[2], n[4], n[1], n[5], n[3], n[6]}},
      {"Patient?_sort=-birthdate,family", {n[1], n[5], n[4], n[2], n[3], n[6]}},
      {"Patient?_sort=-birthdate,-family", {n[1], n[5], n[4], n[2], n[3], n[6]}},
      {"Patient?_sort=given,birthdate,-_id", {n[1], n[2], n[4], n[5], n[6], n[3]}},
      {"Patient?_sort=family&birthdate=1984", {n[2], n[4]}},
      {"Patient?_sort=-family&name=bose", {n[4], n[3]}},
      {"Patient?_sort=birthdate&birthdate:missing=true", {n[3], n[6]}},
      {"Patient?_sort=-birthdate&active=true", {n[6]}},
      {"Patient?_sort=family&_id=0000000000004,0000000000001,0000000000006", {n[4], n[1], n[6]}},
  });
}

TEST_CASE("without an order the newest by the type's date come first") {
  Fixture store;
  const auto observation = [&](const char* id, const std::string& date) {
    store.put(R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"coding":[{"code":"x"}]})" +
              (date.empty() ? "" : R"(,"effectiveDateTime":")" + date + "\"") + "}");
  };
  observation("0000000000001", "2024-01-01");
  observation("0000000000002", "");
  observation("0000000000003", "2024-03-01");
  observation("0000000000004", "2024-03-01");
  observation("0000000000005", "2024-02");
  observation("0000000000006", "");
  const Ids newest{"0000000000004", "0000000000003", "0000000000005", "0000000000001", "0000000000006", "0000000000002"};
  check_order(store, {
      {"Observation", newest},
      {"Observation?code=x", newest},
      {"Observation?status:not=preliminary", newest},
      {"Observation?date:missing=false", {newest[0], newest[1], newest[2], newest[3]}},
      {"Observation?code=x,y&status=final", newest},
      {"Observation?date=ge2024-02", {newest[0], newest[1], newest[2]}},
      {"Observation?_sort=-date", newest},
      {"Observation?_sort=date", {newest[3], newest[2], newest[1], newest[0], newest[5], newest[4]}},
      {"Observation?_sort=date&code=x", {newest[3], newest[2], newest[1], newest[0], newest[5], newest[4]}},
      {"Observation?_sort=date,-_id", {newest[3], newest[2], newest[0], newest[1], newest[4], newest[5]}},
      {"Observation?_sort=date,-_id&code=x&status=final", {newest[3], newest[2], newest[0], newest[1], newest[4], newest[5]}},
  });
}

TEST_CASE("numbers and quantities are in the order of their values, open ends beyond all others") {
  Fixture store;
  const auto risk = [&](const char* id, const std::string& prediction) {
    store.put(R"({"resourceType":"RiskAssessment","id":")" + std::string(id) + R"(","status":"final","subject":{"display":"x"},"prediction":[)" + prediction + "]}");
  };
  risk("0000000000001", R"({"probabilityDecimal":0.5},{"probabilityDecimal":0.01})");
  risk("0000000000002", R"({"probabilityDecimal":-3e5})");
  risk("0000000000003", R"({"probabilityDecimal":0})");
  risk("0000000000004", R"({"outcome":{"text":"x"}})");
  risk("0000000000005", R"({"probabilityRange":{"low":{"value":0.2},"high":{"value":0.3}}})");
  risk("0000000000006", R"({"outcome":{"text":"x"}})");
  const Ids n{"", "0000000000001", "0000000000002", "0000000000003", "0000000000004", "0000000000005", "0000000000006"};
  check_order(store, {
      {"RiskAssessment?_sort=probability", {n[2], n[3], n[1], n[5], n[4], n[6]}},
      {"RiskAssessment?_sort=-probability", {n[1], n[5], n[3], n[2], n[6], n[4]}},
      {"RiskAssessment?_sort=-probability,_id", {n[1], n[5], n[3], n[2], n[4], n[6]}},
  });

  const auto observation = [&](const char* id, const std::string& value) {
    store.put(R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"text":"x"})" + value + "}");
  };
  observation("0000000000001", R"(,"valueQuantity":{"value":5,"comparator":"<"})");
  observation("0000000000002", R"(,"valueQuantity":{"value":3})");
  observation("0000000000003", "");
  observation("0000000000004", R"(,"valueQuantity":{"value":1,"comparator":"<="})");
  observation("0000000000005", R"(,"valueQuantity":{"value":4,"comparator":">"})");
  observation("0000000000006", "");
  check_order(store, {
      {"Observation?_sort=value-quantity", {n[1], n[4], n[2], n[5], n[3], n[6]}},
      {"Observation?_sort=-value-quantity", {n[5], n[2], n[4], n[1], n[6], n[3]}},
      {"Observation?_sort=-value-quantity&status=final", {n[5], n[2], n[4], n[1], n[6], n[3]}},
  });
}

TEST_CASE("periods without a start are before all others, whatever the way they are reached") {
  Fixture store;
  const auto condition = [&](const char* id, const std::string& onset) {
    store.put(R"({"resourceType":"Condition","id":")" + std::string(id) + R"(","subject":{"display":"x"},"code":{"coding":[{"code":"flu"}]})" + onset + "}");
  };
  condition("0000000000001", R"(,"onsetPeriod":{"end":"2024-01-01"})");
  condition("0000000000002", R"(,"onsetDateTime":"2024-02-01")");
  condition("0000000000003", "");
  condition("0000000000004", R"(,"onsetPeriod":{"start":"2024-03-01"})");
  condition("0000000000005", R"(,"onsetPeriod":{"end":"1999-01-01"})");
  const Ids n{"", "0000000000001", "0000000000002", "0000000000003", "0000000000004", "0000000000005"};
  check_order(store, {
      {"Condition?_sort=onset-date", {n[1], n[5], n[2], n[4], n[3]}},
      {"Condition?_sort=-onset-date", {n[4], n[2], n[5], n[1], n[3]}},
      {"Condition?_sort=-onset-date&code=flu", {n[4], n[2], n[5], n[1], n[3]}},
      {"Condition?_sort=-onset-date,_id", {n[4], n[2], n[1], n[5], n[3]}},
  });
}

TEST_CASE("texts of nothing but accents are in the order once") {
  Fixture store{
      R"({"resourceType":"Patient","id":"0000000000001","name":[{"family":"Rao"}]})",
      R"({"resourceType":"Patient","id":"0000000000002","name":[{"family":"\u0301"}]})",
      R"({"resourceType":"Patient","id":"0000000000003","active":true})",
      R"({"resourceType":"Patient","id":"0000000000004","name":[{"family":" \u0308"},{"family":"\u0301"}]})",
  };
  const Ids n{"", "0000000000001", "0000000000002", "0000000000003", "0000000000004"};
  check_order(store, {
      {"Patient?_sort=family", {n[1], n[2], n[3], n[4]}},
      {"Patient?_sort=-family", {n[1], n[4], n[3], n[2]}},
  });
}

TEST_CASE("a search over several types is one list") {
  Fixture store;
  const auto put = [&](const char* type, const char* id, const char* rest) {
    store.put(R"({"resourceType":")" + std::string(type) + R"(","id":")" + id + "\"" + rest + "}");
    tick();
  };
  put("Observation", "0000000000001", R"(,"status":"final","code":{"text":"x"},"effectiveDateTime":"2024-01-01")");
  put("Encounter", "0000000000001", R"(,"status":"finished","class":{"code":"AMB"},"period":{"start":"2024-02-01"})");
  put("Encounter", "0000000000002", R"(,"status":"finished","class":{"code":"AMB"},"period":{"start":"2024-01-01"})");
  put("Observation", "0000000000003", R"(,"status":"final","code":{"text":"x"},"effectiveDateTime":"2024-03-01")");
  put("Basic", "0000000000004", R"(,"code":{"text":"x"})");
  put("Observation", "0000000000005", R"(,"status":"final","code":{"text":"x"})");
  put("Basic", "0000000000002", R"(,"code":{"text":"x"})");

  const auto named = [&](const std::string& query, int count) {
    Ids all;
    std::string cursor;
    do {
      const auto page = store.page(query + "&_count=" + std::to_string(count) + (cursor.empty() ? "" : "&_cursor=" + cursor));
      for (const auto& version : page.matches) all.push_back(version.type->name.substr(0, 1).data()[0] + version.id.substr(12));
      cursor = page.next;
    } while (!cursor.empty() && all.size() < 100);
    return all;
  };
  for (const char* types : {"_type=Observation,Encounter,Basic", "_type=Basic,Encounter,Observation"}) {
    for (const int count : {1, 2, 3, 50}) {
      CAPTURE(types, count);
      const std::string query = std::string("?") + types;
      CHECK(named(query, count) == Ids{"O3", "E1", "E2", "O1", "B4", "B2", "O5"});
      CHECK(named(query + "&_sort=_id", count) == Ids{"E1", "O1", "B2", "E2", "O3", "B4", "O5"});
      CHECK(named(query + "&_sort=-_id", count) == Ids{"O5", "B4", "O3", "B2", "E2", "E1", "O1"});
      CHECK(named(query + "&_sort=_lastUpdated", count) == Ids{"O1", "E1", "E2", "O3", "B4", "O5", "B2"});
      CHECK(named(query + "&_sort=-_lastUpdated,_id", count) == Ids{"B2", "O5", "B4", "O3", "E2", "E1", "O1"});
      CHECK(named(query + "&_id=0000000000002,0000000000005", count) == Ids{"E2", "B2", "O5"});
    }
  }
  CHECK(named("?_lastUpdated=gt2020", 2) == Ids{"O3", "E1", "E2", "O1", "B4", "B2", "O5"});
}

TEST_CASE("_id orders ids as texts, made by the server or by clients") {
  Fixture store;
  Ids all = {"0", "00", "-", ".a", "A", "a", "abc", "Z9", "7zzzzzzzzzzzz", "8", "zz", "10", "2", "0i", "9-9",
             "0000000000001", "0000000000002", "000000000000z", "1000000000000", "00000000000010"};
  for (const auto& id : all) store.put(R"({"resourceType":"Patient","id":")" + id + R"(","gender":")" + (id.size() % 2 == 0 ? "female" : "male") + "\"}");
  const Ids up = sorted(all);
  const Ids down(up.rbegin(), up.rend());
  Ids women;
  std::copy_if(up.begin(), up.end(), std::back_inserter(women), [](const std::string& id) { return id.size() % 2 == 0; });
  check_order(store, {
      {"Patient?_sort=_id", up},
      {"Patient?_sort=-_id", down},
      {"Patient?_sort=_id&gender=female", women},
      {"Patient?_sort=_id&_lastUpdated=ge2020", up},
      {"?_type=Patient,Group&_sort=_id", up},
  });
}

TEST_CASE("results are in the order of codes, references and URLs") {
  Fixture store;
  const char* n[] = {"", "0000000000001", "0000000000002", "0000000000003", "0000000000004", "0000000000005"};
  const auto put = [&](int at, const std::string& type, const std::string& rest) {
    store.put(R"({"resourceType":")" + type + R"(","id":")" + n[at] + "\"" + rest + "}");
    tick();
  };
  put(1, "Patient", R"(,"gender":"male","identifier":[{"system":"urn:x","value":"b"},{"value":"Z"}],"managingOrganization":{"reference":"Organization/b"},"deceasedBoolean":false)");
  put(2, "Patient", R"(,"gender":"female","identifier":[{"value":"C"}],"telecom":[{"system":"phone","value":"2"},{"system":"email","value":"a@x"}],"deceasedDateTime":"2020")");
  put(3, "Patient", R"(,"managingOrganization":{"reference":"Organization/a"},"telecom":[{"system":"phone","value":"1"}],"deceasedBoolean":true)");
  put(4, "Patient", R"(,"gender":"female","identifier":[{"value":"a"}])");
  check_order(store, {
      {"Patient?_sort=gender", {n[2], n[4], n[1], n[3]}},
      {"Patient?_sort=-gender", {n[1], n[4], n[2], n[3]}},
      {"Patient?_sort=gender,-_id", {n[4], n[2], n[1], n[3]}},
      {"Patient?_sort=identifier", {n[4], n[1], n[2], n[3]}},
      {"Patient?_sort=-identifier", {n[1], n[2], n[4], n[3]}},
      {"Patient?_sort=organization", {n[3], n[1], n[2], n[4]}},
      {"Patient?_sort=phone", {n[3], n[2], n[1], n[4]}},
      {"Patient?_sort=deceased,_id", {n[1], n[4], n[2], n[3]}},
      {"Patient?_sort=gender&gender=female,male", {n[2], n[4], n[1]}},
      {"Patient?_sort=-gender&gender=female&identifier=a,C", {n[4], n[2]}},
      {"Patient?_sort=_lastUpdated,gender", {n[1], n[2], n[3], n[4]}},
  });
  const std::string value = R"(,"status":"final","code":{"coding":[{"system":"urn:x","code":"CODE"}]},"subject":{"reference":"SUBJECT"})";
  const auto observation = [&](int at, const char* code, const char* subject) {
    std::string text = value;
    text.replace(text.find("CODE"), 4, code);
    text.replace(text.find("SUBJECT"), 7, subject);
    put(at, "Observation", text);
  };
  observation(1, "z", "Patient/2");
  observation(2, "B", "Group/1");
  observation(3, "a", "Patient/1");
  check_order(store, {
      {"Observation?_sort=code", {n[3], n[2], n[1]}},
      {"Observation?_sort=combo-code", {n[3], n[2], n[1]}},
      {"Observation?_sort=subject", {n[2], n[3], n[1]}},
      {"Observation?_sort=patient", {n[3], n[1], n[2]}},
      {"Observation?_sort=-patient&status=final", {n[1], n[3], n[2]}},
  });
  put(1, "ValueSet", R"(,"status":"active","url":"http://example.org/b")");
  put(2, "ValueSet", R"(,"status":"active","url":"http://example.org/a")");
  put(3, "ValueSet", R"(,"status":"draft")");
  check_order(store, {
      {"ValueSet?_sort=url", {n[2], n[1], n[3]}},
      {"ValueSet?_sort=-url", {n[1], n[2], n[3]}},
      {"ValueSet?_sort=-status,url", {n[3], n[2], n[1]}},
  });
}

TEST_CASE("every parameter that results may be ordered by makes an order that the database understands") {
  Fixture store;
  for (const fhir::Descriptor* type : fhir::r4::resource_types()) {
    for (const auto& parameter : engine::index::parameters_of(*type).all()) {
      const std::string url = std::string(type->name) + "?_sort=" + std::string(parameter->code);
      const auto query = parse(interaction_of(url));
      if (!query) continue;
      CAPTURE(url);
      CHECK(store.in_order(url).empty());
    }
  }
}
